using System.Text;
using ZkReactive.Protocol;
using ZkReactive.Server.Persistence;
using ZkReactive.Server.Persistence.Format;
using ZkReactive.Server.Tree;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Persistence;

/// <summary>What a server with a data directory tells of it.</summary>
public sealed class DiskFiguresTests : DurableTest
{
    [Fact]
    public async Task Mntr_TellsWhatTheDiskDid()
    {
        await using var server = await StartAsync();
        await (await ConnectAsync(server)).CreateAsync("/a");

        var figures = await MonitorAsync(server);

        Assert.Equal("2", figures["zk_cnt_fsynctime"]);
        Assert.Equal("1", figures["zk_cnt_snapshottime"]);
        Assert.Equal("0", figures["zk_cnt_startup_txns_loaded"]);
        Assert.Equal("0", figures["zk_fsync_threshold_exceed_count"]);
        Assert.Equal(Root, server.Statistics.Disk!.DataDirectory);
    }

    [Fact]
    public async Task Dirs_TellsTheSizeOfLogsAndSnapshots()
    {
        await using var server = await ZkServer.StartAsync(new ZkServerOptions { DataDirectory = Root, TimeProvider = Time, FourLetterWords = ["dirs"] });
        await (await ConnectAsync(server)).CreateAsync("/a");

        var size = Directory.GetFiles(Files).Sum(file => new FileInfo(file).Length);
        Assert.Equal($"datadir_size: {size}\nlogdir_size: {size}\n", await AskAsync(server, "dirs"));
    }

    [Fact]
    public async Task ALogWhoseDigestIsAnother_Loads_AndIsCounted()
    {
        await using (var empty = await StartAsync())
        {
            Assert.Equal("0", (await MonitorAsync(empty))["zk_digest_mismatches_count"]);
        }

        var log = new ByteBuffer(0);
        DataFileHeader.Write(log.Append(DataFileHeader.Size), DataFileHeader.LogMagic, DataFileHeader.LogDatabase);
        var create = new CreateTransaction("/a", null, Acl.OpenUnsafe, 0, 1);
        LogEntryWriter.Append(log, new LogEntry(new TransactionHeader(1, 1, 1, 5), create, new TreeDigest(TreeDigest.KnownVersion, 99)));
        await File.WriteAllBytesAsync(Path.Combine(Files, DataFile.LogName(1)), log.Written.ToArray());

        await using var server = await StartAsync();
        Assert.Equal("1", (await MonitorAsync(server))["zk_digest_mismatches_count"]);
    }

    [Fact]
    public async Task TheNewestSnapshot_IsPassedOver_WhenItIsDamaged()
    {
        await using (var server = await StartAsync(snapshotCount: 10))
        {
            var client = await ConnectAsync(server);
            for (var i = 0; i < 25; i++) await client.CreateAsync($"/n{i}");
        }

        var newest = NamesOf("snapshot.").MaxBy(name => Convert.ToInt64(name.Split('.')[1], 16))!;
        await File.WriteAllBytesAsync(Path.Combine(Files, newest), new byte[100]);

        await using var again = await StartAsync();
        Assert.Equal(4 + 25, again.Statistics.Nodes);
    }

    [Fact]
    public async Task WithoutAnySnapshotThatCanBeRead_ItDoesNotStart()
    {
        await using (var server = await StartAsync())
        {
            await (await ConnectAsync(server)).CreateAsync("/a");
        }

        await File.WriteAllBytesAsync(Path.Combine(Files, "snapshot.0"), new byte[100]);

        var e = await Assert.ThrowsAsync<ServerDataException>(() => StartAsync());
        Assert.Equal((ServerDataErrorIds.SnapshotCorrupt, Path.Combine(Files, "snapshot.0")), (e.ErrorId, e.Path));
    }

    private async Task<Dictionary<string, string>> MonitorAsync(ZkServer server)
    {
        var text = await AskAsync(server, "mntr");
        return text.TrimEnd('\n').Split('\n').Select(line => line.Split('\t')).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    private async Task<string> AskAsync(ZkServer server, string word)
    {
        var admin = Track(await WireClient.OpenAsync(server.EndPoint));
        await admin.SendBytesAsync(Encoding.ASCII.GetBytes(word));
        return Encoding.UTF8.GetString(await admin.ReadToEndAsync());
    }
}
