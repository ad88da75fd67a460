using ZkReactive.Tests.Coordination.History;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Proxies;

namespace ZkReactive.Tests.Coordination.Chaos;

/// <summary>Does things to the servers of an ensemble, one after the other, until it is stopped; then all is well again.</summary>
internal sealed class ServerChaos(ApacheZooKeeper servers, NetworkNamespaces? network, IReadOnlyList<ZkProxy> proxies, Random random, Action<string> tell, HistoryWriter? history = null)
{
    private static readonly TimeSpan ExpiryWait = TimeSpan.FromSeconds(3);

    public async Task RunAsync(CancellationToken enough)
    {
        List<Func<int, Task>> deeds = [KillAsync, SuspendAsync, ExpireAsync, CutAsync];
        if (network is not null) deeds.AddRange([IsolateAsync, _ => PartAsync()]);
        var order = deeds.ToArray();
        while (!enough.IsCancellationRequested)
        {
            // Each of them before any a second time.
            random.Shuffle(order);
            foreach (var deed in order)
            {
                if (enough.IsCancellationRequested) return;
                await deed(1 + random.Next(servers.Count));
                await WaitAsync(0, 2);
            }
        }
    }

    /// <summary>Kills the servers one after the other, each started again before the next, until it is stopped.</summary>
    public async Task KillInTurnAsync(CancellationToken enough)
    {
        for (var server = 1; !enough.IsCancellationRequested; server = (server % servers.Count) + 1)
        {
            await KillAsync(server);
            await WaitAsync(1, 4);
        }
    }

    private async Task KillAsync(int server)
    {
        tell($"kill server {server}");
        await servers.KillAsync(server);
        await WaitAsync(0, 4);
        servers.StartAgain(server);
        await servers.WaitUntilServingAsync(server);
    }

    private async Task SuspendAsync(int server)
    {
        tell($"suspend server {server}");
        await servers.SuspendAsync(server);
        await WaitAsync(0, 6);
        await servers.ResumeAsync(server);
    }

    /// <summary>Ends the sessions of all clients, server by server.</summary>
    private async Task ExpireAsync(int server)
    {
        // At this one and the others in turn: whoever holds something is at one of them.
        for (var i = 0; i < servers.Count; i++)
        {
            var at = (server + i) % servers.Count;
            tell($"expire the sessions at server {at + 1}");
            var from = HistoryWriter.Now;
            await proxies[at].EndSessionsAsync().WaitAsync(ExpiryWait, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            history?.Note("", HistoryKind.SessionsEnded, "", from);
            await WaitAsync(0, 1);
        }
    }

    /// <summary>Cuts connections in the middle of what they do, some before and some behind the server's work.</summary>
    private async Task CutAsync(int server)
    {
        tell($"cut connections to server {server}");
        var left = 40;
        proxies[server - 1].Rule = frame => frame.Kind != ProxyFrameKind.Event && left > 0 && random.Next(8) == 0 && left-- > 0 ? ProxyAction.CutBefore : ProxyAction.Forward;
        await WaitAsync(1, 3);
        proxies[server - 1].Rule = _ => ProxyAction.Forward;
    }

    private async Task IsolateAsync(int server)
    {
        tell($"isolate server {server}");
        await network!.IsolateAsync(server);
        await WaitAsync(1, 7);
        await network.HealAsync();
    }

    private async Task PartAsync()
    {
        tell("part the servers");
        await network!.PartAsync();
        await WaitAsync(1, 6);
        await network.HealAsync();
    }

    private Task WaitAsync(double least, double most) =>
        Task.Delay(TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least))), TimeProvider.System);
}
