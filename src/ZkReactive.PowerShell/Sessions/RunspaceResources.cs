using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using ZkReactive.Client;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Jobs;

namespace ZkReactive.PowerShell.Sessions;

/// <summary>
/// What the cmdlets of one runspace share: its sessions, embedded servers and jobs. Two runspaces never see each other's. All
/// of it is closed when the module is removed or the runspace ends.
/// </summary>
internal sealed partial class RunspaceResources
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceResources> All = [];

    // Guards the lists: completers and a closing runspace come from other threads. Newest last.
    private readonly Lock _gate = new();
    private readonly List<ZkSession> _sessions = [];
    private readonly List<EmbeddedServer> _servers = [];
    private readonly List<DeployAgentJob> _jobs = [];
    private int _sessionsNamed;

    /// <summary>The resources of the runspace that the calling thread works for.</summary>
    /// <exception cref="InvalidOperationException">The thread works for no runspace: it is not the pipeline's.</exception>
    public static RunspaceResources Current => All.GetValue(
        Runspace.DefaultRunspace ?? throw new InvalidOperationException("This thread works for no runspace."),
        static runspace => Follow(runspace));

    /// <summary>The transaction whose script is running on the pipeline thread; null when there is none.</summary>
    public TransactionScope? Transaction { get; set; }

    /// <summary>The log of this runspace's sessions, to which cmdlets with -Verbose listen.</summary>
    public SessionLog Log { get; } = new();

    /// <summary>The open sessions, oldest first.</summary>
    public IReadOnlyList<ZkSession> Sessions
    {
        get
        {
            lock (_gate) return [.. _sessions];
        }
    }

    /// <summary>The running servers, oldest first.</summary>
    public IReadOnlyList<EmbeddedServer> Servers
    {
        get
        {
            lock (_gate) return [.. _servers];
        }
    }

    /// <summary>The session that was connected last and is still open; null when there is none.</summary>
    public ZkSession? LastSession => Sessions is [.., var last] ? last : null;

    /// <summary>Finds an open session by its name; null when there is none.</summary>
    public ZkSession? FindSession(string name) => Sessions.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Refuses a session name that is in use.</summary>
    public void RequireFreeName(string? name)
    {
        if (name is null || FindSession(name) is null) return;
        throw new ZkModuleException(
            "ZkSessionNameTaken",
            ErrorCategory.ResourceExists,
            $"There is a session called '{name}' already.",
            "Choose another name, or close the session first: Disconnect-Zk -Session " + name);
    }

    /// <summary>Takes a connected client in as the newest session, under the given name or the next free one.</summary>
    public ZkSession AddSession(string? name, IZkClient client)
    {
        lock (_gate)
        {
            while (name is null)
            {
                var candidate = string.Create(CultureInfo.InvariantCulture, $"Zk{++_sessionsNamed}");
                if (!_sessions.Exists(s => s.Name.Equals(candidate, StringComparison.OrdinalIgnoreCase))) name = candidate;
            }

            var session = new ZkSession(name, client);
            _sessions.Add(session);
            return session;
        }
    }

    /// <summary>Takes a running job in; those that have ended are forgotten.</summary>
    public void AddJob(DeployAgentJob job)
    {
        lock (_gate)
        {
            _jobs.RemoveAll(j => j.JobStateInfo.State is not JobState.Running);
            _jobs.Add(job);
        }
    }

    /// <summary>Takes a running server in.</summary>
    public void AddServer(EmbeddedServer server)
    {
        lock (_gate) _servers.Add(server);
    }

    /// <summary>Closes a session: its ephemeral nodes go at once.</summary>
    public async Task CloseAsync(ZkSession session)
    {
        lock (_gate) _sessions.Remove(session);
        await LeaveServicesAsync(session);
        await session.Client.DisposeAsync();
    }

    /// <summary>Stops a server.</summary>
    public async Task StopAsync(EmbeddedServer server)
    {
        lock (_gate) _servers.Remove(server);
        await server.Server.StopAsync();
    }

    /// <summary>Stops every job, closes every session and stops every server, in this order.</summary>
    public async Task CloseAllAsync()
    {
        DeployAgentJob[] jobs;
        lock (_gate) jobs = [.. _jobs];
        await Task.WhenAll(jobs.Select(job => job.StopAsync()));
        StopEvents();
        await Task.WhenAll(Sessions.Select(CloseAsync));
        await Task.WhenAll(Servers.Select(StopAsync));
    }

    private static RunspaceResources Follow(Runspace runspace)
    {
        var resources = new RunspaceResources();
        runspace.StateChanged += (_, e) =>
        {
            if (e.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
                _ = Task.Run(resources.CloseAllAsync);
        };
        return resources;
    }
}
