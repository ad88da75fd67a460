using System.Globalization;
using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.TestKit.Proxies;

namespace ZkReactive.Client.Tests.Connections;

/// <summary>
/// Answers with bits changed anywhere: lengths, numbers of requests, error codes, handshakes, stats, data. What a call returns
/// may be wrong then, since the protocol has no check; but each call ends, with a result or an error of the one family, no
/// watch breaks the client, and with sound answers it works again.
/// </summary>
public class DamagedAnswersTests
{
    /// <summary>What no call may take: its own limit is 3 s.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    /// <summary>How long it goes on; a soak sets ZKREACTIVE_DAMAGE to a number of seconds.</summary>
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("ZKREACTIVE_DAMAGE"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 4);

    [Theory]
    [InlineData(20, 1)]
    [InlineData(300, 2)]
    public async Task BitsChangedInAnswers_EndEachCall_AndTheClientRecovers(int damagesInThousand, int seed)
    {
        await using var server = await ZkServer.StartAsync();
        await using (var writer = await ZkClient.ConnectAsync(server.ConnectString)) await writer.CreateAsync("/a", new byte[100]);
        await using var proxy = RoughProxy.Start(server.ConnectString, seed);
        await using var client = await ZkClient.ConnectAsync(new ZkClientOptions
        {
            ConnectString = proxy.ConnectString, SessionTimeout = TimeSpan.FromSeconds(4), RequestTimeout = TimeSpan.FromSeconds(3), MaxReconnectDelay = TimeSpan.FromMilliseconds(50),
        });
        proxy.Road = new Road { MostBytes = 64, DamagesInThousand = damagesInThousand };
        using var enough = new CancellationTokenSource(Span, TimeProvider.System);
        var calls = await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => CallAsync(client, caller, enough.Token)));
        proxy.Road = Road.Smooth;
        proxy.Reset();

        Assert.True(calls.Sum(call => call.Failed) > 0, "Nothing was damaged.");
        Assert.True(calls.Sum(call => call.Answered) > 0, "Nothing was answered.");
        await RecoverAsync(client);
    }

    private static async Task<(int Answered, int Failed)> CallAsync(IZkClient client, int caller, CancellationToken enough)
    {
        var (answered, failed) = (0, 0);
        for (var i = caller; !enough.IsCancellationRequested; i++)
        {
            try
            {
                await CallOnceAsync(client, i % 8).WaitAsync(Hang, TimeProvider.System, CancellationToken.None);
                answered++;
            }
            catch (ZkException)
            {
                failed++;
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"A call of kind {i % 8} hangs; {client.Session}.");
            }
        }

        return (answered, failed);
    }

    private static async Task CallOnceAsync(IZkClient client, int kind)
    {
        switch (kind)
        {
            case 0:
                await client.GetAsync("/a");
                break;
            case 1:
                await client.SetAsync("/a", new byte[100], NodeVersion.Any);
                break;
            case 2:
                await client.GetChildrenAsync("/");
                break;
            case 3:
                await client.GetAclAsync("/a");
                break;
            case 4:
                await client.MultiAsync([new ZkOperation.Set("/a", new byte[10], NodeVersion.Any), new ZkOperation.Check("/a", NodeVersion.Any)]);
                break;
            case 5:
                await client.MultiReadAsync([new ZkRead.Data("/a"), new ZkRead.Children("/")]);
                break;
            case 6:
                var watch = (await client.ExistsWatchedAsync("/a")).Watch;
                await watch.DisposeAsync();
                break;
            default:
                await using (await client.AddWatchAsync("/", WatchMode.PersistentRecursive)) await client.SyncAsync("/");
                break;
        }
    }

    private static async Task RecoverAsync(IZkClient client)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var data = new byte[] { 1, 2, 3 };
                await client.SetAsync("/a", data, NodeVersion.Any).AsTask().WaitAsync(Hang, TimeProvider.System);
                Assert.Equal(data, (await client.GetAsync("/a").AsTask().WaitAsync(Hang, TimeProvider.System)).Data.ToArray());
                return;
            }
            catch (ZkException e) when (e.IsTransient)
            {
                // The connection with the damage has to end first.
                Assert.True(attempt < 20, $"{client.Session}: {e.Message}");
            }
        }
    }
}
