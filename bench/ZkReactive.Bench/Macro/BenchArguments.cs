using System.Globalization;

namespace ZkReactive.Bench.Macro;

/// <summary>A scenario and its <c>key=value</c> arguments, written as the peers' harness writes them.</summary>
internal sealed class BenchArguments
{
    public const string Usage = """
        usage: ZkReactive.Bench SCENARIO [key=value]...
          ops          [secs=2] [windows=1,64,256] [sizes=100,1024]
          fanout       m=100 [rounds=200]
          burst        [n=10000] [window=64]
          discovery    [n=100] [secs=3] [threads=1]
          consumers    [m=200] [n=10] [rounds=200]     a registration changes, comes, goes: until M caches have it; beside fanout m=200
          react        [path=P] [reg=P] [timeout=4]   driven by driver.py: failover, expiry, outage
          cache        [path=/bench/tree] [updates=1000]
          server-start [rounds=20]        the embedded server: start to first reply, memory when idle
          rollout      [m=300] [rounds=5] [rest=30] [canary=0] [batch=0] [git=idle]     agents with git, on the given servers
          journal      [n=300000] [batch=100] [callers=1,8] [durable=2000] [fold=1000000] [rounds=3] [dir=DIR] [only=append,durable,fold,follow]
          locks        [waiters=2,20,200] [secs=5] [sessions=20]      one mutex under contention; beside kazoo and Curator: bench/locks.sh
          election     [rounds=10] [timeout=4]        the leader's process is killed: until its node is gone, and from there until the next one leads
          trial        [m=20] [processes=4] [rounds=5] [seed=1] [patience=600]     a fleet on an ensemble of its own, under harm; exit code 1 when git finds a tree that is not as it must be
          micro        [BenchmarkDotNet's own arguments]
        environment: ZKB_HOSTS, ZKB_SERVER_PIDS, ZKB_CLIENT
        """;

    private readonly Dictionary<string, string> _values;

    private BenchArguments(string scenario, Dictionary<string, string> values)
    {
        Scenario = scenario;
        _values = values;
    }

    public string Scenario { get; }

    public static string Hosts => Environment.GetEnvironmentVariable("ZKB_HOSTS") ?? "127.0.0.1:21811";

    public static BenchArguments Parse(string[] args) =>
        new(
            args.FirstOrDefault() ?? "",
            args.Skip(1).Select(arg => arg.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]));

    public int Int(string name, int fallback) =>
        _values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

    public double Number(string name, double fallback) =>
        _values.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : fallback;

    public string Text(string name, string fallback) => _values.GetValueOrDefault(name, fallback);

    public int[] Ints(string name, params int[] fallback) =>
        _values.TryGetValue(name, out var text)
            ? [.. text.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))]
            : fallback;
}
