using BenchmarkDotNet.Running;
using ZkReactive.Bench.Macro;
using ZkReactive.Bench.Trial;

if (args is ["micro", .. var rest])
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(rest);
    return 0;
}

var arguments = BenchArguments.Parse(args);
var scenario = arguments.Scenario switch
{
    "ops" => OpsScenario.RunAsync(arguments),
    "fanout" => FanoutScenario.RunAsync(arguments),
    "burst" => BurstScenario.RunAsync(arguments),
    "cache" => CacheScenario.RunAsync(arguments),
    "server-start" => ServerStartScenario.RunAsync(arguments),
    "discovery" => DiscoveryScenario.RunAsync(arguments),
    "consumers" => ConsumersScenario.RunAsync(arguments),
    "react" => ReactScenario.RunAsync(arguments),
    "rollout" => RolloutScenario.RunAsync(arguments),
    "journal" => JournalScenario.RunAsync(arguments),
    "trial" => TrialScenario.RunAsync(arguments),
    TrialAgents.Verb => TrialAgents.RunAsync(arguments),
    "locks" => LocksScenario.RunAsync(arguments),
    "election" => ElectionScenario.RunAsync(arguments),
    ElectionScenario.LeaderVerb => ElectionScenario.LeadAsync(arguments),
    _ => null,
};

if (scenario is null)
{
    await Console.Error.WriteLineAsync(BenchArguments.Usage);
    return 2;
}

await scenario;
return 0;
