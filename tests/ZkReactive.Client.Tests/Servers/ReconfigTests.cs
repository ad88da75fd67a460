using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Client.Tests.Servers;

public class ReconfigTests
{
    // The superuser's password is "secret", as DigestAuthenticationProvider.generateDigest makes it.
    private const string Reconfigurable = "reconfigEnabled=true\nstandaloneEnabled=false\nDigestAuthenticationProvider.superDigest=super:lK75jTNcA+U9vtVEw5vB51mj/w4=";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    [ApacheZooKeeperFact]
    public async Task Ensemble_FromThreeToTwoAndBack_IsFollowedWithoutALostWrite()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(3, extraConfiguration: Reconfigurable);
        var options = new ZkClientOptions { ConnectString = ensemble.ConnectStringOf(3), SessionTimeout = TimeSpan.FromSeconds(20), RequestTimeout = TimeSpan.FromSeconds(60), FollowMembers = true };
        await using var client = await ZkClient.ConnectAsync(options).Soon();
        var session = client.Session.Id;
        await UntilAsync(client, 3);
        await client.CreateAsync("/count").Soon();
        using var enough = new CancellationTokenSource();
        var writing = WriteAsync(client, enough.Token);

        var before = await MembersAsync(client);
        Assert.Equal([1, 2, 3], before.Members.Select(member => member.Id));
        await Assert.ThrowsAsync<NoAuthException>(() => client.ReconfigAsync(new ZkReconfiguration { Leaving = [3] }).Soon());
        await client.AddAuthAsync(ZkAuth.Digest("super", "secret")).Soon();
        var stale = await Assert.ThrowsAsync<BadVersionException>(() => client.ReconfigAsync(new ZkReconfiguration { Leaving = [3], Version = before.Version + 1 }).Soon());
        Assert.Contains("another configuration", stale.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ZkServerException>(() => client.ReconfigAsync(new ZkReconfiguration { Joining = ["server.4=nowhere"] }).Soon());

        // Server 3, to which the client came first, goes.
        var two = await ReconfigAsync(client, new ZkReconfiguration { Leaving = [3], Version = before.Version });
        Assert.Equal([1, 2], two.Members.Select(member => member.Id));
        Assert.True(two.Version > before.Version);
        await UntilAsync(client, 2);
        await client.WaitForAsync(state => state.IsConnected && state.Server!.ToString() != ensemble.ConnectStringOf(3));

        var three = await ReconfigAsync(client, new ZkReconfiguration { Joining = [ensemble.MemberOf(3)] });
        Assert.Equal([1, 2, 3], three.Members.Select(member => member.Id));
        await UntilAsync(client, 3);

        // The whole list at once.
        var whole = await ReconfigAsync(client, new ZkReconfiguration { Members = [ensemble.MemberOf(1), ensemble.MemberOf(2)] });
        Assert.Equal([1, 2], whole.Members.Select(member => member.Id));
        await UntilAsync(client, 2);

        await enough.CancelAsync();
        var (written, unknown) = await writing.Soon();
        Assert.InRange((await client.GetAsync("/count").Soon()).Stat.Version, written, written + unknown);
        Assert.Equal((session, 1), (client.Session.Id, client.Session.SessionNumber));
    }

    [ApacheZooKeeperFact]
    public async Task StandaloneServer_RefusesWithWords()
    {
        await using var server = await ApacheZooKeeper.StartAsync(extraConfiguration: "reconfigEnabled=true");
        await using var client = await ZkClient.ConnectAsync(server.ConnectString).Soon();
        var error = await Assert.ThrowsAsync<UnimplementedException>(() => client.ReconfigAsync(new ZkReconfiguration { Leaving = [3] }).Soon());
        Assert.Contains("runs alone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmbeddedServer_SaysThatItIsSwitchedOff()
    {
        await using var server = await ZkServer.StartAsync();
        await using var client = await ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = server.ConnectString, FollowMembers = true }).Soon();
        var error = await Assert.ThrowsAsync<ZkServerException>(() => client.ReconfigAsync(new ZkReconfiguration { Leaving = [3] }).Soon());
        Assert.Equal((ErrorCode.ReconfigDisabled, "ZkReconfigDisabled"), (error.Code, error.ErrorId));
        Assert.Equal(server.ConnectString, Assert.Single(client.Servers).ToString());
    }

    [Fact]
    public void Reconfiguration_ThatDoesNotFitTogether_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new ZkReconfiguration().Validate());
        Assert.Throws<ArgumentException>(() => new ZkReconfiguration { Leaving = [1], Members = ["server.1=a:1:2;3"] }.Validate());
        Assert.Throws<ArgumentException>(() => new ZkReconfiguration { Joining = ["a:1:2;3"] }.Validate());
        Assert.Throws<ArgumentException>(() => new ZkReconfiguration { Joining = ["server.1=a:1:2;3,server.2=b:1:2;3"] }.Validate());
    }

    // The server that is asked may be the leader that has to go, and close the connection before it has answered.
    private static async Task<ZkEnsembleMembers> ReconfigAsync(IZkClient client, ZkReconfiguration wanted)
    {
        var before = await MembersAsync(client);
        while (true)
        {
            try
            {
                return ZkEnsembleMembers.Parse((await client.ReconfigAsync(wanted).Soon()).Data.Span);
            }
            catch (ConnectionLossException)
            {
                if (await MembersAsync(client) is var now && now.Version > before.Version) return now;
            }
        }
    }

    private static async Task<ZkEnsembleMembers> MembersAsync(IZkClient client) => ZkEnsembleMembers.Parse((await client.GetConfigAsync().Soon()).Data.Span);

    private static async Task UntilAsync(IZkClient client, int servers)
    {
        using var deadline = new CancellationTokenSource(Signals.Patience, TimeProvider.System);
        while (client.Servers.Count != servers) await Task.Delay(Look, TimeProvider.System, deadline.Token);
    }

    // Moving to another server waits for the answers; a server that leaves the ensemble may close the connection before that,
    // and then nobody knows of the write that was on its way.
    private static async Task<(int Written, int Unknown)> WriteAsync(IZkClient client, CancellationToken cancellationToken)
    {
        var (written, unknown) = (0, 0);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await client.SetAsync("/count", default, NodeVersion.Any, CancellationToken.None);
                written++;
            }
            catch (ConnectionLossException)
            {
                unknown++;
            }
        }

        return (written, unknown);
    }
}
