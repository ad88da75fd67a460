using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Bench.Micro;

/// <summary>What one routing decision costs over 10,000 ranges, and what it costs to compile them.</summary>
[MemoryDiagnoser]
public class PolicyBenchmarks
{
    private const int Ranges = 10_000;
    private const int Width = 100;

    private readonly long[] _ids = new long[4096];
    private PolicySource[] _plainSource = [];
    private PolicySource[] _whenSource = [];
    private PolicySet _plain = PolicySet.Empty;
    private PolicySet _when = PolicySet.Empty;
    private int _at;

    [GlobalSetup]
    public void SetUp()
    {
        _plainSource = Source("");
        _whenSource = Source(" when=\"platform = 'ios' and retries &lt; 3\"");
        _plain = PolicySet.Compile(_plainSource).Set!;
        _when = PolicySet.Compile(_whenSource).Set!;
        // No order that a branch predictor could learn.
        var random = new Random(1);
        for (var i = 0; i < _ids.Length; i++) _ids[i] = random.Next(Ranges * Width);
    }

    [Benchmark]
    public string? Route() => _plain.Route(NextId());

    [Benchmark]
    public string? RouteWithWhen()
    {
        PolicyAttribute platform = new("platform", "ios"), retries = new("retries", 2);
        return _when.Route(NextId(), platform, retries);
    }

    [Benchmark]
    public PolicyCompilation Compile() => PolicySet.Compile(_plainSource);

    [Benchmark]
    public PolicyCompilation CompileWithWhen() => PolicySet.Compile(_whenSource);

    private static PolicySource[] Source(string when)
    {
        var xml = new StringBuilder($"<acl xmlns=\"{PolicySchema.Namespace}\" name=\"Acl1\">\n");
        for (var i = 0; i < Ranges; i++)
            xml.Append(CultureInfo.InvariantCulture, $"  <route from=\"{i * Width}\" to=\"{(i * Width) + Width - 1}\" next=\"BL{i % 50}\"{when}/>\n");
        xml.Append("  <otherwise next=\"BL0\"/>\n</acl>");
        return [PolicySource.FromText("", xml.ToString())];
    }

    private long NextId() => _ids[_at++ & 4095];
}
