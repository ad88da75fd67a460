using System.Text;

namespace ZkReactive.Server.Tests.Admin;

public sealed class FourLetterWordsTests : ServerTest
{
    protected override ZkServerOptions Options => base.Options with { FourLetterWords = ["ruok", "srvr", "stat", "mntr", "dump", "wchs", "wchc", "wchp", "srst", "crst", "dirs", "conf"] };

    [Fact]
    public async Task Ruok_IsImok_AndTheConnectionCloses() => Assert.Equal("imok", await AskAsync("ruok"));

    [Fact]
    public async Task AWordWithANewline_IsAnswered() => Assert.Equal("imok", await AskAsync("ruok\n"));

    [Fact]
    public async Task Srvr_TellsModeZxidAndCounts()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/a");
        var lines = (await AskAsync("srvr")).Split('\n');

        Assert.StartsWith("Zookeeper version: 3.", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            ["Latency min/avg/max", "Received", "Sent", "Connections", "Outstanding", "Zxid", "Mode", "Node count"],
            lines[1..^1].Select(line => line.Split(':')[0]));
        Assert.Contains("Mode: standalone", lines);
        Assert.Contains("Zxid: 0x2", lines);
        Assert.Contains("Node count: 5", lines);
    }

    [Fact]
    public async Task Stat_ListsTheConnections()
    {
        await ConnectAsync();
        var text = await AskAsync("stat");

        Assert.Contains("\nClients:\n", text, StringComparison.Ordinal);
        Assert.Matches(@"\n /127\.0\.0\.1:\d+\[1\]\(queued=0,recved=1,sent=1\)\n", text);
        Assert.EndsWith("Mode: standalone\nNode count: 4\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mntr_IsTabSeparated()
    {
        var client = await ConnectAsync();
        await client.ExistsAsync("/a", watch: true);
        var figures = (await AskAsync("mntr")).TrimEnd('\n').Split('\n').Select(line => line.Split('\t')).ToDictionary(p => p[0], p => p[1]);

        Assert.Equal("standalone", figures["zk_server_state"]);
        Assert.Equal("1", figures["zk_watch_count"]);
        Assert.Equal("4", figures["zk_znode_count"]);
        Assert.Equal("1", figures["zk_global_sessions"]);
    }

    [Fact]
    public async Task AWordThatIsNotAllowed_SaysSo() =>
        Assert.Equal("cons is not executed because it is not in the whitelist.\n", await AskAsync("cons"));

    [Fact]
    public async Task Dump_ListsSessionsAndTheirEphemerals()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/e", mode: Protocol.CreateMode.Ephemeral);
        var text = await AskAsync("dump");

        Assert.StartsWith("SessionTracker dump:\nSession Sets (1)/(1):\n1 expire at ", text, StringComparison.Ordinal);
        Assert.Contains($"\nSessions with Ephemerals (1):\n{client.Id}:\n\t/e\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wch_TellsWhoWatchesWhat()
    {
        var client = await ConnectAsync();
        await client.ExistsAsync("/a", watch: true);

        Assert.Equal("1 connections watching 1 paths\nTotal watches:1\n", await AskAsync("wchs"));
        Assert.Equal($"{client.Id}\n\t/a\n\n", await AskAsync("wchc"));
        Assert.Equal($"/a\n\t{client.Id}\n\n", await AskAsync("wchp"));
    }

    [Fact]
    public async Task Srst_StartsTheCountsAnew()
    {
        var client = await ConnectAsync();
        await client.PingAsync();
        Assert.Equal("Server stats reset.\n", await AskAsync("srst"));
        Assert.Equal(0, Server.Statistics.PacketsReceived);
    }

    [Fact]
    public async Task Crst_StartsTheCountsOfConnectionsAnew()
    {
        var client = await ConnectAsync();
        await client.PingAsync();

        Assert.Equal("Connection stats reset.\n", await AskAsync("crst"));
        Assert.Matches(@" /127\.0\.0\.1:\d+\[1\]\(queued=0,recved=0,sent=0\)\n", await AskAsync("stat"));
    }

    [Fact]
    public async Task Dirs_OfAServerInMemory_AreEmpty() => Assert.Equal("datadir_size: 0\nlogdir_size: 0\n", await AskAsync("dirs"));

    [Fact]
    public async Task Conf_TellsTheTimes() => Assert.Contains("\nminSessionTimeout=2000\nmaxSessionTimeout=20000\n", await AskAsync("conf"), StringComparison.Ordinal);

    private async Task<string> AskAsync(string word)
    {
        var client = await OpenAsync();
        await client.SendBytesAsync(Encoding.ASCII.GetBytes(word));
        return Encoding.UTF8.GetString(await client.ReadToEndAsync());
    }
}
