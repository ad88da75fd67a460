using System.Diagnostics;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.TestKit.Processes;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>
/// An agent as a process of its own that kills itself, as by kill -9, at a named point: when an event has been journaled
/// and nothing of it been done (<c>DeployStarted</c>, <c>StepStarted:Switching</c>), in the gate, or in the acceptance.
/// </summary>
internal static class DeployAgentProcess
{
    public const string Verb = "deploy-agent";
    public const string Gate = "Gate";
    public const string Acceptance = "Acceptance";
    public const string Nowhere = "Nowhere";

    /// <summary>Before a point: there it is paused, as by SIGSTOP, and not killed.</summary>
    public const string Pause = "Pause:";

    /// <summary>Starts it; the process ends by being killed.</summary>
    public static Process Start(string connectString, DeployAgentOptions options, string killAt)
    {
        var start = new ProcessStartInfo(DotnetHost.Path) { UseShellExecute = false };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach (var argument in new[] { typeof(DeployAgentProcess).Assembly.Location, Verb, connectString, options.Root, options.AgentId, killAt }) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Waits until it is paused.</summary>
    public static async Task PausedAsync(Process process)
    {
        // The third field of stat, behind the name in brackets.
        while (!(await File.ReadAllTextAsync($"/proc/{process.Id}/stat")).Contains(") T ", StringComparison.Ordinal)) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
    }

    /// <summary>Lets it go on.</summary>
    public static void Wake(Process process) => Signal("CONT", process.Id);

    private static void Signal(string name, int id)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{id}"]);
        kill.WaitForExit();
    }

    /// <summary>What the process does.</summary>
    public static async Task<int> RunAsync(string connectString, string root, string id, string killAt)
    {
        await using var client = await DeployFleet.ConnectAsync(connectString);
        var point = new KillPoint(killAt);
        var agent = new DeployAgent(client, new DeployAgentOptions
        {
            Root = root,
            AgentId = id,
            AllowedSchemes = DeployUrlSchemes.File | DeployUrlSchemes.Git,
            Gate = point,
            Acceptance = point,
        });
        using var events = agent.Events.Subscribe(e => point.Reach(e is DeployEvent.StepStarted step ? $"{e.GetType().Name}:{step.Step}" : e.GetType().Name));
        await agent.RunAsync();
        return 0;
    }

    private sealed class KillPoint(string killAt) : IDeployGate, IDeployAcceptance
    {
        private int _isPaused;

        public void Reach(string point)
        {
            if (killAt == Pause + point && Interlocked.Exchange(ref _isPaused, 1) == 0) Signal("STOP", Environment.ProcessId);
            if (point != killAt) return;
            using var self = Process.GetCurrentProcess();
            self.Kill();
            Environment.FailFast("It was killed already.");
        }

        public ValueTask<IAsyncDisposable> EnterAsync(DeployGateRequest request, CancellationToken cancellationToken)
        {
            Reach(Gate);
            return ValueTask.FromResult<IAsyncDisposable>(new Pass());
        }

        public Task AcceptAsync(DeployAcceptanceRequest request, CancellationToken cancellationToken)
        {
            Reach(Acceptance);
            return Task.CompletedTask;
        }
    }

    private sealed class Pass : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
