using ZkReactive.Client;
using ZkReactive.Ensemble;
using ZkReactive.Ensemble.Status;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Ensemble.Status;

public class ServerReportTests
{
    private const string Srvr = """
        Zookeeper version: 3.8.0-5a02a05eddb59aee6ac762f7ea82e92a68eb9c0f, built on 2022-02-25 08:49 UTC
        Latency min/avg/max: 0/0.25/17
        Received: 20
        Sent: 19
        Connections: 3
        Outstanding: 2
        Zxid: 0x50000001f
        Mode: follower
        Node count: 9
        """;

    private const string Mntr = "zk_version\t3.8.0\nzk_server_state\tfollower\nzk_watch_count\t7\nzk_ephemerals_count\t4\nzk_approximate_data_size\t120.0\n"
        + "zk_open_file_descriptor_count\t40\nzk_max_file_descriptor_count\t1000\nzk_max_client_response_size\t512\n";

    private static readonly ZkHost Host = new("a", 2181);

    [Fact]
    public void Read_BothWords_TellsAll()
    {
        var status = ServerReport.Read(Host, new(Srvr, null), new(Mntr, null));
        Assert.Equal(ServerMode.Follower, status.Mode);
        Assert.Equal("3.8.0", status.Version);
        Assert.Equal((new Zxid(0x50000001f), 5), (status.Zxid, status.Epoch));
        Assert.Equal((3, 2L, 9L, 7L, 4L, 120L), (status.Connections, status.Outstanding, status.Nodes, status.Watches, status.Ephemerals, status.DataBytes));
        Assert.Equal(("0/0.25/17", 20L), (status.Latency!.ToString(), status.Requests));
        Assert.Equal((40L, 1000L), status.FileDescriptors);
        Assert.Equal(512, status.LargestResponseBytes);
        Assert.True(status.AllowsMonitoring);
    }

    [Fact]
    public void Read_SrvrAlone_LeavesTheRestUnknown()
    {
        var status = ServerReport.Read(Host, new(Srvr, null), new("mntr is not executed because it is not in the whitelist.\n", null));
        Assert.Equal((ServerMode.Follower, 9L, (long?)null, false), (status.Mode, status.Nodes, status.Watches, status.AllowsMonitoring));
    }

    [Theory]
    [InlineData("This ZooKeeper instance is not currently serving requests\n", ServerMode.NotServing, "quorum")]
    [InlineData("srvr is not executed because it is not in the whitelist.\n", ServerMode.NotServing, "whitelist")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", ServerMode.Unreachable, "not a ZooKeeper")]
    [InlineData(null, ServerMode.Unreachable, "refused")]
    public void Read_NoService_SaysWhy(string? answer, ServerMode mode, string word)
    {
        var status = ServerReport.Read(Host, new(answer, answer is null ? "connection refused" : null), default);
        Assert.Equal(mode, status.Mode);
        Assert.Contains(word, status.Problem, StringComparison.Ordinal);
        Assert.False(status.IsServing);
    }

    [Fact]
    public void Read_Garbage_NeverThrows()
    {
        var status = ServerReport.Read(Host, new("Mode: follower\nZxid: 0xzz\nConnections: many\nLatency min/avg/max: 1/2\n: \n:\n", null), new("\t\nzk_watch_count\t1e99\n", null));
        Assert.Equal((ServerMode.Follower, null, null, null, null), (status.Mode, status.Zxid, status.Connections, status.Latency, status.Watches));
    }

    [Theory]
    [InlineData(0x500000010, 0x50000000e, 2L)]
    [InlineData(0x500000010, 0x500000012, 0L)]
    [InlineData(0x500000010, 0x400000010, null)]
    [InlineData(0x500000000, 0x4000000ff, 0L)]
    public void WithLag_ComparesWithTheLeader(long leader, long follower, long? lag)
    {
        var all = ServerReport.WithLag([
            new ZkServerStatus(Host, ServerMode.Leader) { Zxid = new Zxid(leader) },
            new ZkServerStatus(Host, ServerMode.Follower) { Zxid = new Zxid(follower) },
            new ZkServerStatus(Host, ServerMode.Unreachable)]);
        Assert.Equal([0L, lag, null], all.Select(status => status.Lag));
    }
}
