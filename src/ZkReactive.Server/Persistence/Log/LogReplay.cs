using System.Globalization;
using Microsoft.Extensions.Logging;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using Says = ZkReactive.Server.Diagnostics.Log;
using ZkReactive.Server.Persistence.Format;

namespace ZkReactive.Server.Persistence.Log;

/// <summary>
/// Reads all records after a zxid from the logs of a directory, in order. What was torn off at the end by a crash is dropped,
/// since nobody was told that it is done; damage anywhere else is an error. Source: Apache ZooKeeper, <c>FileTxnLog</c>.
/// </summary>
/// <param name="logs">The logs, oldest first.</param>
/// <param name="logger">Where to say what was dropped.</param>
internal sealed class LogReplay(IReadOnlyList<DataFile> logs, ILogger logger)
{
    private long _last;

    /// <summary>The bytes of the records that were given.</summary>
    public long Bytes { get; private set; }

    /// <summary>Gives every record after <paramref name="snapshotZxid"/>.</summary>
    /// <exception cref="ServerDataException">A log is damaged, or one is missing.</exception>
    public void Run(long snapshotZxid, Action<LogEntry> apply)
    {
        _last = snapshotZxid;
        for (var i = BeforeNeeded(logs, snapshotZxid).Count(); i < logs.Count; i++) ReadOne(i, apply);
    }

    /// <summary>The logs that a snapshot can do without: all before the last that begins at or before its next transaction.</summary>
    public static IEnumerable<DataFile> BeforeNeeded(IReadOnlyList<DataFile> logs, long snapshotZxid) =>
        logs.Take(Math.Max(0, logs.Count(log => log.Zxid <= snapshotZxid + 1) - 1));

    private void ReadOne(int index, Action<LogEntry> apply)
    {
        using var reader = Open(logs[index].Path);
        var checkedGap = false;
        var seen = 0L;
        while (reader.TryRead(out var content))
        {
            var zxid = LogEntryReader.PeekZxid(content);
            seen = zxid;
            if (zxid <= _last) continue;
            if (!checkedGap) RequireNoGap(index, zxid);
            checkedGap = true;
            apply(Decode(reader, content));
            Bytes += content.Length + LogEntryWriter.Overhead;
            _last = zxid;
        }

        if (reader.Damage is { } damage) Judge(index, reader, damage, Math.Max(seen, _last));
    }

    private static LogFileReader Open(string path)
    {
        try
        {
            return new LogFileReader(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServerDataException(ServerDataErrorIds.DirectoryFailed, $"The log '{path}' cannot be read: {e.Message}", path, innerException: e);
        }
    }

    private static LogEntry Decode(LogFileReader reader, ReadOnlySpan<byte> content)
    {
        try
        {
            return LogEntryReader.Read(content);
        }
        catch (JuteFormatException e)
        {
            var offset = reader.Offset - content.Length - LogEntryWriter.Overhead;
            throw new ServerDataException(
                ServerDataErrorIds.LogCorrupt,
                string.Create(CultureInfo.InvariantCulture, $"The log '{reader.FilePath}' has a record at byte {offset} whose checksum is right but which is no transaction that this server knows: {e.Message} Open the directory with the server that wrote it."),
                reader.FilePath, offset, e);
        }
    }

    // Zxids count up by one, but for the first of an epoch of an ensemble.
    private void RequireNoGap(int index, long zxid)
    {
        if (zxid == _last + 1 || new Zxid(zxid).Epoch > new Zxid(_last).Epoch) return;
        var path = logs[index].Path;
        throw new ServerDataException(
            ServerDataErrorIds.LogMissing,
            $"Transactions are missing: the files before '{path}' end with {new Zxid(_last)}, and it goes on with {new Zxid(zxid)}. " +
            "Put the missing log or a newer snapshot back from a copy of the directory.",
            path);
    }

    private void Judge(int index, LogFileReader reader, LogDamage damage, long last)
    {
        if (reader.TryFindLater(last, out var later)) throw Corrupt(reader, damage, last, string.Create(CultureInfo.InvariantCulture, $"whole records follow from byte {later} on"));
        if (index + 1 < logs.Count)
        {
            // A server that crashed and was started again went on in the next file with the transaction that was torn.
            if (logs[index + 1].Zxid > last + 1 && new Zxid(logs[index + 1].Zxid).Epoch == new Zxid(last).Epoch)
            {
                throw Corrupt(reader, damage, last, $"the next log goes on with {new Zxid(logs[index + 1].Zxid)}");
            }

            return;
        }

        Says.TornTail(logger, reader.FilePath, damage.Offset, damage.Reason, reader.Length - damage.Offset);
        Cut(reader.FilePath, damage.Offset);
    }

    // Apache ZooKeeper refuses a checksum that is wrong, so nothing of it stays behind.
    private static void Cut(string path, long offset)
    {
        if (offset == 0)
        {
            File.Delete(path);
            return;
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.SetLength(file, offset);
        DiskSync.Flush(file);
    }

    private static ServerDataException Corrupt(LogFileReader reader, LogDamage damage, long last, string found) => new(
        ServerDataErrorIds.LogCorrupt,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The log '{reader.FilePath}' is damaged at byte {damage.Offset}: {damage.Reason}, yet {found}. Everything up to {new Zxid(last)} is whole; what follows may have been " +
            $"answered, so nothing is dropped. Put the file back from a copy. To give up what comes after {new Zxid(last)} instead, save the directory, cut the file at byte {damage.Offset} " +
            $"and remove all later logs and snapshots."),
        reader.FilePath, damage.Offset);
}
