using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli.Demo;

/// <summary>An agent in the demo's own process, with a client and a root of its own.</summary>
internal sealed class InProcessAgent : IDemoAgent
{
    private readonly IZkClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly IDisposable _events;
    private readonly Task _run;

    /// <summary>Starts it.</summary>
    public InProcessAgent(AgentPlan plan, DemoClock clock)
    {
        Id = plan.Id;
        Target = plan.Target;
        _client = ZkClient.Start(new ZkClientOptions { ConnectString = plan.ConnectString, SessionTimeout = plan.SessionTimeout });
        var agent = new DeployAgent(_client, new DeployAgentOptions { Path = plan.Path, Root = plan.Root, AgentId = plan.Id, AllowedSchemes = DeployUrlSchemes.All });
        _events = agent.Events.Subscribe(e => clock.Note(plan.Id, e.Deploy, DeployEventJson.From(plan.Id, e).Event, e.At));
        _run = agent.RunAsync(_stop.Token);
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public string Target { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _events.Dispose();
        await _client.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }
}
