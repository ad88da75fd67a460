using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Proxies;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Streams.Live;

/// <summary>Streams over an Apache ZooKeeper, with the connection cut or the session ended at each frame of the stream's doing.</summary>
public class ApacheFaultTests
{
    private const int Frames = 10;

    [ApacheZooKeeperFact]
    public async Task Streams_CutOrExpiredAtEachFrame_KeepTheirPromises()
    {
        await using var server = await ApacheZooKeeper.StartAsync(1);
        await using var writer = await ZkClient.ConnectAsync(server.ConnectString);
        foreach (var subject in Enum.GetValues<StreamSubject>())
        {
            foreach (var action in new[] { ProxyAction.CutBefore, ProxyAction.CutAfter, ProxyAction.ExpireBefore, ProxyAction.ExpireAfter })
            {
                for (var frame = 0; frame < Frames; frame++)
                {
                    await FollowAsync(server, writer, subject, action, frame, exists: true);
                    await FollowAsync(server, writer, subject, action, frame, exists: false);
                }
            }
        }
    }

    private static async Task FollowAsync(ApacheZooKeeper server, IZkClient writer, StreamSubject subject, ProxyAction action, int frame, bool exists)
    {
        var path = ZkPath.Parse($"/{subject}-{action}-{frame}-{exists}");
        if (exists) await LiveObserver.WriteAsync(writer, subject, path, 0);
        await using var proxy = ZkProxy.Start(server.ConnectString);
        var (left, cuts) = (frame, 0);
        proxy.Rule = passing =>
        {
            if (!IsStreams(passing) || left-- != 0) return ProxyAction.Forward;
            cuts++;
            return action;
        };
        await using var client = await ZkClient.ConnectAsync(proxy.ConnectString);
        using var observer = new LiveObserver(client, subject, path);
        await observer.WaitForAnythingAsync();
        for (var number = 1; number <= 4; number++)
        {
            await LiveObserver.WriteAsync(writer, subject, path, number);
            if (number != 3) await observer.WaitForAsync(number);
        }

        observer.AssertPromises($"{path} on Apache ZooKeeper");
        Assert.True(cuts == 1, $"{path}: nothing was cut");
    }

    private static bool IsStreams(ProxyFrame frame) => frame.Kind == ProxyFrameKind.Event
        || frame.Operation is OpCode.GetData or OpCode.Exists or OpCode.GetChildren2 or OpCode.SetWatches or OpCode.SetWatches2;
}
