using ZkReactive.Bench.Macro;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;

namespace ZkReactive.Bench.Trial;

/// <summary>One process of the fleet: agents with a session and a directory each, until it is killed.</summary>
internal static class TrialAgents
{
    public const string Verb = "trial-agents";

    public static async Task RunAsync(BenchArguments arguments)
    {
        ZkPath path = arguments.Text("path", "/trial");
        var root = arguments.Text("root", "");
        int first = arguments.Int("first", 0), count = arguments.Int("count", 1);
        await Task.WhenAll(Enumerable.Range(first, count).Select(number => RunAsync(arguments.Text("connect", ""), path, root, number)));
    }

    /// <summary>Where an agent deploys to.</summary>
    public static string RootOf(string root, int number) => Path.Combine(root, $"a{number}");

    private static async Task RunAsync(string connect, ZkPath path, string root, int number)
    {
        await using var client = ZkClient.Start(new ZkClientOptions { ConnectString = connect, SessionTimeout = TimeSpan.FromSeconds(10) });
        var agent = new DeployAgent(client, new DeployAgentOptions
        {
            Path = path,
            Root = RootOf(root, number),
            AgentId = $"a{number}",
            AllowedSchemes = DeployUrlSchemes.File,
            Retry = new DeployRetryPolicy { FirstPause = TimeSpan.FromSeconds(2), LongestPause = TimeSpan.FromSeconds(10) },
        });
        await agent.RunAsync();
    }
}
