namespace ZkReactive.Cli.Tests.Support;

/// <summary><c>zkr deploy agent</c> inside the test's process, until disposed.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private readonly StopSignals _stop = StopSignals.None();
    private readonly CapturedHost _captured = new();

    private RunningAgent(string id, string root)
    {
        Id = id;
        Root = root;
    }

    public string Id { get; }

    public string Root { get; }

    public SignallingWriter Out => _captured.Out;

    public Task<CliRun> Running { get; private set; } = null!;

    public static async Task<RunningAgent> StartAsync(string connect, string path, string root, string id, params string[] options)
    {
        var agent = new RunningAgent(id, root);
        agent.Running = CliRun.OfAsync(
            agent._captured, agent._stop, ["deploy", "agent", "--connect", connect, "--path", path, "--root", root, "--id", id, "--allow-scheme", "file", .. options]);
        await agent.Out.UntilAsync(text => text.Contains("registered", StringComparison.OrdinalIgnoreCase));
        return agent;
    }

    public async Task<CliRun> StopAsync()
    {
        _stop.Stop(15);
        return await Running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }
}
