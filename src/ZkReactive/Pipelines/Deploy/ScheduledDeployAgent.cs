using System.Reactive.Linq;
using System.Reactive.Subjects;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Journal;
using ZkReactive.Pipelines.Deploy.Agents;
using ZkReactive.Pipelines.Deploy.Effects;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// An agent that a scheduler starts again and again: each run makes the manifest so once and ends. Its session outlives it,
/// and the next run goes on with it, so that whoever watches the agents sees this one all the time, as long as the runs are
/// not further apart than the session time-out.
/// </summary>
/// <remarks>
/// The session is kept in <c>session.json</c> of the state directory, for its owner alone. A run that is stopped closes its
/// session instead, and one that finds the session ended opens a new one and says so (<see cref="DeployEvent.SessionLapsed"/>).
/// Servers bound the time-out: by default to 20 ticks, 40 s in all; raise <c>maxSessionTimeout</c> there when runs are rarer.
/// </remarks>
public sealed class ScheduledDeployAgent
{
    /// <summary>A session time-out for runs a minute apart: 2 minutes.</summary>
    public static readonly TimeSpan DefaultSessionTimeout = TimeSpan.FromMinutes(2);

    private readonly ZkClientOptions _connection;
    private readonly DeployAgentOptions _options;
    private readonly ISubject<DeployEvent> _events = Subject.Synchronize(new Subject<DeployEvent>());

    /// <summary>Makes an agent; nothing is connected yet.</summary>
    /// <param name="connection">How each run connects; its session time-out is how far apart runs may be.</param>
    /// <param name="options">What the agent follows and where it deploys.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public ScheduledDeployAgent(ZkClientOptions connection, DeployAgentOptions options)
    {
        connection.Validate();
        options.Validate();
        _connection = connection;
        _options = options;
    }

    /// <summary>The agent's id as it stands in ZooKeeper.</summary>
    public string AgentId => _options.AgentId;

    /// <summary>What the runs see, decide and do; as <see cref="DeployAgent.Events"/>, run after run.</summary>
    public IObservable<DeployEvent> Events => _events.AsObservable();

    /// <summary>
    /// Takes up the session of the run before, reads the manifest once, makes it so, writes the result, leaves the session to
    /// the next run and returns. Failed deploys are left to the next run. When <paramref name="cancellationToken"/> fires, the
    /// session is closed and the presence gone.
    /// </summary>
    /// <exception cref="DeployException">Another run is under way in the state directory, or it cannot be made.</exception>
    /// <exception cref="JournalSchemaException">The journal was written by a newer version.</exception>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public async Task<DeployAgentReport> RunAsync(CancellationToken cancellationToken = default)
    {
        // Before the session is asked for: a run under way must not have it taken away.
        using var directory = await DeployStateDirectory.OpenAsync(_options.StateDirectory, _options.TimeProvider).ConfigureAwait(false);
        var handOver = new SessionHandOver(directory, _connection, _options.LoggerFactory.CreateLogger<ScheduledDeployAgent>());
        await using (handOver.Client.ConfigureAwait(false))
        {
            var agent = new DeployAgent(handOver.Client, _options);
            using (agent.Events.Subscribe(_events))
            {
                try
                {
                    return await agent.RunOnceAsync(directory, handOver, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    if (cancellationToken.IsCancellationRequested) handOver.Forget();
                }
            }
        }
    }
}
