using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Proxies;

namespace ZkReactive.Tests.Coordination.Chaos;

/// <summary>Does things to the servers of an ensemble, one after the other, until it is stopped; then all is well again.</summary>
internal sealed class ServerChaos(ApacheZooKeeper servers, NetworkNamespaces? network, IReadOnlyList<ZkProxy> proxies, Random random, Action<string> tell)
{
    private static readonly TimeSpan ExpiryWait = TimeSpan.FromSeconds(3);

    public async Task RunAsync(CancellationToken enough)
    {
        List<Func<int, Task>> deeds = [KillAsync, SuspendAsync, ExpireAsync, CutAsync];
        if (network is not null) deeds.AddRange([IsolateAsync, _ => PartAsync()]);
        while (!enough.IsCancellationRequested)
        {
            await deeds[random.Next(deeds.Count)](1 + random.Next(servers.Count));
            await WaitAsync(1, 4);
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

    /// <summary>Ends the sessions of all clients that this server serves.</summary>
    private async Task ExpireAsync(int server)
    {
        tell($"expire the sessions at server {server}");
        await proxies[server - 1].EndSessionsAsync().WaitAsync(ExpiryWait, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Cuts connections in the middle of what they do, some before and some behind the server's work.</summary>
    private async Task CutAsync(int server)
    {
        tell($"cut connections to server {server}");
        var left = 8;
        proxies[server - 1].Rule = frame => frame.Kind != ProxyFrameKind.Event && left > 0 && random.Next(4) == 0 && left-- > 0 ? ProxyAction.CutBefore : ProxyAction.Forward;
        await WaitAsync(0, 2);
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
