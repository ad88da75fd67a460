using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Protocol;
using ZkReactive.Server.Persistence;
using ZkReactive.Server.Persistence.Format;
using ZkReactive.Server.Persistence.Log;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Tests.Persistence.Log;

/// <summary>Logs that were torn, and logs that were damaged.</summary>
public sealed class LogReplayTests : IDisposable
{
    private const int Padding = 300;

    private readonly string _directory = Directory.CreateTempSubdirectory("zkreactive-log-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void AWholeLog_IsRead_WithAndWithoutPadding()
    {
        WriteLog(1, 5, padding: 0);
        WriteLog(6, 5, padding: Padding);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Replay());
        Assert.Equal([8, 9, 10], Replay(after: 7));
        Assert.Empty(Replay(after: 10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Padding)]
    public void TornAtEveryByteOfTheLastRecord_ItIsDroppedAndTheRestRead_AndTheFileIsWholeAfterwards(int padding)
    {
        var (bytes, starts) = Encode(1, 4);
        for (var cut = starts[3]; cut < bytes.Length; cut++)
        {
            var path = Write(1, [.. bytes[..cut], .. new byte[padding]]);

            Assert.Equal([1, 2, 3], Replay());
            Assert.Equal([1, 2, 3], Replay());
            Assert.Null(DamageOf(path));
        }
    }

    [Fact]
    public void AFlippedByteInTheLastRecord_DropsIt()
    {
        var (bytes, starts) = Encode(1, 4);
        for (var at = starts[3]; at < bytes.Length; at++)
        {
            Write(1, Flip(bytes, at));
            Assert.Equal([1, 2, 3], Replay());
        }
    }

    [Fact]
    public void AFlippedByteAnywhereBefore_IsRefused_NamingFileAndOffset()
    {
        var (bytes, starts) = Encode(1, 4);
        for (var at = DataFileHeader.Size; at < starts[3]; at++)
        {
            var path = Write(1, [.. Flip(bytes, at), .. new byte[Padding]]);

            var e = Assert.Throws<ServerDataException>(() => Replay());

            Assert.Equal(ServerDataErrorIds.LogCorrupt, e.ErrorId);
            Assert.Equal(path, e.Path);
            Assert.Equal(starts.Last(start => start <= at), e.Offset);
            Assert.Contains($"'{path}' is damaged at byte {e.Offset}", e.Message, StringComparison.Ordinal);
            Assert.Contains($"cut the file at byte {e.Offset}", e.Message, StringComparison.Ordinal);
            Assert.Equal(bytes.Length + Padding, new FileInfo(path).Length);
        }
    }

    [Fact]
    public void ZerosInTheMiddle_AreNoEnd()
    {
        var (bytes, starts) = Encode(1, 4);
        Write(1, [.. bytes[..starts[1]], .. new byte[starts[2] - starts[1]], .. bytes[starts[2]..]]);

        Assert.Equal(starts[1], Assert.Throws<ServerDataException>(() => Replay()).Offset);
    }

    [Fact]
    public void ADamagedHeader_IsRefused_AndAnEmptyLastFileIsRemoved()
    {
        var (bytes, _) = Encode(1, 4);
        Write(1, Flip(bytes, 1));
        Assert.Equal(0, Assert.Throws<ServerDataException>(() => Replay()).Offset);

        Write(1, bytes);
        var empty = Write(5, []);
        Assert.Equal([1, 2, 3, 4], Replay());
        Assert.False(File.Exists(empty));
    }

    [Fact]
    public void ATornTail_WithTheNextFileGoingOnWhereItWasTorn_IsNoDamage()
    {
        var (bytes, starts) = Encode(1, 4);
        Write(1, bytes[..(starts[3] + 20)]);
        WriteLog(4, 3, padding: 0);

        Assert.Equal([1, 2, 3, 4, 5, 6], Replay());
    }

    [Fact]
    public void ATornTail_WithTheNextFileGoingOnLater_IsRefused()
    {
        var (bytes, starts) = Encode(1, 4);
        Write(1, bytes[..(starts[3] + 20)]);
        WriteLog(5, 3, padding: 0);

        Assert.Equal(starts[3], Assert.Throws<ServerDataException>(() => Replay()).Offset);
    }

    [Fact]
    public void AMissingFile_IsRefused_ButANewEpochIsNone()
    {
        WriteLog(1, 3, padding: 0);
        var later = WriteLog(6, 3, padding: 0);
        var e = Assert.Throws<ServerDataException>(() => Replay());
        Assert.Equal((ServerDataErrorIds.LogMissing, later), (e.ErrorId, e.Path));

        File.Delete(later);
        WriteLog(0x1_0000_0001, 2, padding: 0);
        Assert.Equal([1, 2, 3, 0x1_0000_0001, 0x1_0000_0002], Replay());
    }

    [Fact]
    public void LogsBeforeTheSnapshot_AreNotRead()
    {
        var damaged = WriteLog(1, 3, padding: 0);
        File.WriteAllBytes(damaged, Flip(File.ReadAllBytes(damaged), 40));
        WriteLog(4, 3, padding: 0);

        Assert.Equal([5, 6], Replay(after: 4));
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[at] ^= 0x20;
        return flipped;
    }

    private static (byte[] Bytes, int[] Starts) Encode(long first, int count)
    {
        var buffer = new ByteBuffer(0);
        DataFileHeader.Write(buffer.Append(DataFileHeader.Size), DataFileHeader.LogMagic, 0);
        var starts = new int[count];
        for (var i = 0; i < count; i++)
        {
            starts[i] = buffer.Length;
            var transaction = new CreateTransaction($"/node-{i}", [1, 2, 3], Acl.OpenUnsafe, 0, i + 1);
            LogEntryWriter.Append(buffer, new LogEntry(new TransactionHeader(7, i, first + i, 1000), transaction, new TreeDigest(2, i)));
        }

        return (buffer.Written.ToArray(), starts);
    }

    private static LogDamage? DamageOf(string path)
    {
        using var reader = new LogFileReader(path);
        while (reader.TryRead(out _))
        {
        }

        return reader.Damage;
    }

    private string WriteLog(long first, int count, int padding) => Write(first, [.. Encode(first, count).Bytes, .. new byte[padding]]);

    private string Write(long first, byte[] bytes)
    {
        var path = Path.Combine(_directory, DataFile.LogName(first));
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private List<long> Replay(long after = 0)
    {
        var files = Directory.GetFiles(_directory).Select(path => DataFile.TryParse(path, DataFile.LogPrefix, out var file) ? file : null).OfType<DataFile>();
        var zxids = new List<long>();
        new LogReplay([.. files.OrderBy(file => file.Zxid)], NullLogger.Instance).Run(after, entry => zxids.Add(entry.Header.Zxid));
        return zxids;
    }
}
