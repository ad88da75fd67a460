using ZkReactive.TestKit.Proxies;

namespace ZkReactive.Tests.Chaos;

/// <summary>Spoils the roads to the servers, one after the other, until it is stopped; then they are smooth again.</summary>
internal sealed class RoadChaos(IReadOnlyList<RoughProxy> proxies, Random random, Action<string> tell)
{
    private static readonly (string Name, Road Road)[] Roads =
    [
        ("drop by drop", Road.Trickle),
        ("in splinters", new Road { MostBytes = 7 }),
        ("in splinters, late", new Road { MostBytes = 40, MostDelay = TimeSpan.FromMilliseconds(3) }),
        ("late", new Road { MostDelay = TimeSpan.FromMilliseconds(60) }),
        ("into the void", Road.Silent),
        ("with resets", new Road { MostBytes = 60, ResetsInThousand = 4 }),
    ];

    public async Task RunAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var number = random.Next(proxies.Count);
            var (name, road) = Roads[random.Next(Roads.Length)];
            tell($"road {number + 1} {name}");
            proxies[number].Road = road;
            await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 4), TimeProvider.System, CancellationToken.None);
            if (random.Next(3) == 0) proxies[number].Reset();
            proxies[number].Road = Road.Smooth;
        }
    }
}
