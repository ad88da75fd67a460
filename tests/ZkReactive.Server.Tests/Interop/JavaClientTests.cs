using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Processes;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Server.Tests.Interop;

/// <summary>Apache's Java client through its own command line, as it is on this machine, against the embedded server.</summary>
public sealed class JavaClientTests
{
    [JavaZooKeeperFact]
    public async Task ZkCli_WorksUnchanged_FromCreateToExpiry()
    {
        await using var server = await ZkServer.StartAsync();
        await using var cli = StartCli(server);
        await cli.HearAsync("WatchedEvent state:SyncConnected");

        await DoAsync(cli, "create /j data", "Created /j\n");
        await DoAsync(cli, "create /j data", "Node already exists: /j\n");
        await DoAsync(cli, "get -s -w /j", "data\ncZxid = 0x2\n");
        await DoAsync(cli, "set /j new", "type:NodeDataChanged path:/j\n");
        await DoAsync(cli, "get /j", "new\n");
        await DoAsync(cli, "create -s -e /j/s- x", "Created /j/s-0000000000\n");
        await DoAsync(cli, "ls -w /j", "[s-0000000000]\n");
        await cli.SayAsync("create /j/c");
        await cli.HearAsync("Created /j/c\n", "type:NodeChildrenChanged path:/j\n");
        await DoAsync(cli, "create -c /container", "Created /container\n");
        await DoAsync(cli, "create -t 60000 /ttl", "Created /ttl\n");
        await DoAsync(cli, "addWatch -m PERSISTENT_RECURSIVE /j", "");
        await DoAsync(cli, "set /j/c deep", "type:NodeDataChanged path:/j/c\n");
        await DoAsync(cli, "set -v 9 /j/c deep", "version No is not valid : /j/c\n");
        await DoAsync(cli, "getEphemerals", "[/j/s-0000000000]\n");
        await DoAsync(cli, "getAllChildrenNumber /j", "2\n");
        await DoAsync(cli, "addauth digest user:secret", "");
        await DoAsync(cli, "setAcl /j/c auth::cdrwa", "");
        await DoAsync(cli, "getAcl /j/c", "'digest,'user:");
        await DoAsync(cli, "whoami", "digest: user\n");
        await DoAsync(cli, "sync /j", "Sync is OK\n");
        await DoAsync(cli, "deleteall /container", "");
        await DoAsync(cli, "get /nope", "Node does not exist: /nope\n");

        server.Faults.ExpireAllSessions();

        await cli.HearAsync("WatchedEvent state:Expired");
        Assert.Equal(0, server.Statistics.EphemeralNodes);
    }

    [JavaZooKeeperFact]
    public async Task ZkCli_TakesItsSessionUpAgain_AfterTheServerWasAway()
    {
        await using var server = await ZkServer.StartAsync();
        await using var cli = StartCli(server);
        await cli.HearAsync("WatchedEvent state:SyncConnected");
        await DoAsync(cli, "create -e /e", "Created /e\n");
        await DoAsync(cli, "get -w /e", "");
        await DoAsync(cli, "addWatch /p", "");
        // Two round trips later the watches are there.
        await DoAsync(cli, "ls /", "[e, zookeeper]\n");

        await server.SuspendAsync();
        await cli.HearAsync("WatchedEvent state:Disconnected");
        await server.ResumeAsync();
        await cli.HearAsync("WatchedEvent state:SyncConnected");

        await DoAsync(cli, "set /e again", "type:NodeDataChanged path:/e\n");
        await DoAsync(cli, "create /p", "type:NodeCreated path:/p\n");
        Assert.Equal(1, server.Statistics.EphemeralNodes);
    }

    private static LineProcess StartCli(ZkServer server) => LineProcess.Start(
        ApacheInstallation.Found!.Java, "-Xmx128m", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
        "-cp", JavaZooKeeperFactAttribute.ClassPath, "org.apache.zookeeper.ZooKeeperMain", "-server", server.ConnectString);

    private static async Task DoAsync(LineProcess cli, string command, string answer)
    {
        await cli.SayAsync(command);
        if (answer.Length > 0) await cli.HearAsync(answer);
    }
}
