using System.Globalization;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Processes;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Server.Tests.Interop;

/// <summary>kazoo, as it is on this machine, against the embedded server.</summary>
public sealed class KazooTests
{
    [KazooFact]
    public async Task Kazoo_WorksUnchanged_FromCreateToExpiry()
    {
        await using var server = await ZkServer.StartAsync();
        await using var kazoo = LineProcess.Start(
            KazooInstallation.Python!, Path.Combine(AppContext.BaseDirectory, "Interop", "kazoo_story.py"), server.ConnectString);

        await kazoo.HearAsync("lock\nexpire me ");
        await kazoo.HearAsync("\n");
        var session = kazoo.Output.Split("expire me ")[1].Split('\n')[0];
        server.Faults.ExpireSession(new SessionId(long.Parse(session, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));

        await kazoo.HearAsync("expired and back\ndone\n");
        Assert.Equal(0, await kazoo.ExitAsync());
        Assert.Equal(4, server.Statistics.Nodes);
        Assert.Equal(0, server.Statistics.Sessions);
    }
}
