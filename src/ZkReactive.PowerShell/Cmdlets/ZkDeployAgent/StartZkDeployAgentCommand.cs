using System.Management.Automation;
using System.Reactive.Linq;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Jobs;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Runs a deploy agent: it keeps a directory of this machine on the commit that the manifest asks for.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZkDeployAgent", SupportsShouldProcess = true, DefaultParameterSetName = FollowSet)]
[OutputType(typeof(ZkDeployEventInfo), ParameterSetName = [FollowSet])]
[OutputType(typeof(ZkDeployAgentReportInfo), ParameterSetName = [OnceSet])]
[OutputType(typeof(DeployAgentJob), ParameterSetName = [JobSet])]
public sealed class StartZkDeployAgentCommand : ZkSessionCmdlet
{
    private const string FollowSet = "Follow";
    private const string OnceSet = "Once";
    private const string JobSet = "Job";

    /// <summary>The manifest node to follow. By default /app/business/config.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; } = DeployPublisherOptions.DefaultPath;

    /// <summary>The directory below which the agent deploys; created when missing, never left.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Root { get; set; } = "";

    /// <summary>The agent's name, unique in the fleet. By default the host name.</summary>
    [Parameter]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AgentIdCompleter))]
    public string? AgentId { get; set; }

    /// <summary>Where the agent remembers what it runs. By default .zkreactive below -Root.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StateDirectory { get; set; }

    /// <summary>Kinds of repository URL to allow besides https and ssh: Http, Git, File. By default none.</summary>
    [Parameter]
    public DeployUrlSchemes AllowScheme { get; set; }

    /// <summary>Files of public keys, or directories of them (New-ZkDeployKey makes keys). Then only what one of them has signed is deployed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] TrustedKey { get; set; } = [];

    /// <summary>From which manifests to run commands (post-deploy, health checks): Signed, Always or Never. By default Signed.</summary>
    [Parameter]
    public DeployCommandRule AllowCommand { get; set; }

    /// <summary>Reads the manifest once, makes it so, writes the result and ends: for schedulers. Runs on a session of its own, which is left to the next run.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OnceSet)]
    public SwitchParameter Once { get; set; }

    /// <summary>How long the agent stays registered after the run, for the next to go on: the time-out of its session. By default 2 minutes.</summary>
    [Parameter(ParameterSetName = OnceSet)]
    [DurationTransformation]
    public TimeSpan? SessionTimeout { get; set; }

    /// <summary>Runs in the background, on a connection of its own, as a job for Get-Job, Receive-Job and Stop-Job.</summary>
    [Parameter(Mandatory = true, ParameterSetName = JobSet)]
    public SwitchParameter AsJob { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        var options = Require(Root, ToOptions);
        if (!ShouldProcess(options.Root, $"Deploy what {Path} asks for")) return;

        if (Once) ReconcileOnce(session, options);
        else if (AsJob) StartJob(session, options);
        else Follow(session, options);
    }

    private void Follow(ZkSession session, DeployAgentOptions options) => Try(Path.Value, async (post, token) =>
    {
        var agent = new DeployAgent(session.Client, options);
        var missed = 0;
        using var events = agent.Events.Subscribe(happened =>
        {
            // The agent never waits for a slow pipeline; what cannot be shown is counted.
            if (post.TryPost(() => WriteObject(new ZkDeployEventInfo(agent.AgentId, happened)))) return;
            if (Interlocked.Increment(ref missed) == 1) post.TryPost(() => WriteWarning("The pipeline is too slow: some events are not shown."));
        });
        await agent.RunAsync(token);
    });

    private void ReconcileOnce(ZkSession session, DeployAgentOptions options)
    {
        var connection = session.Client.Options with { SessionTimeout = SessionTimeout ?? ScheduledDeployAgent.DefaultSessionTimeout };
        var agent = Require(Path.Value, () => new ScheduledDeployAgent(connection, options));
        DeployEvent.SessionLapsed? lapsed = null;
        using var events = agent.Events.OfType<DeployEvent.SessionLapsed>().Subscribe(e => lapsed = e);
        if (!Try(Path.Value, token => agent.RunAsync(token), out var report)) return;
        if (lapsed is not null) WriteWarning($"The run before ended {lapsed.At - lapsed.LastHeard:hh\\:mm\\:ss} ago, and its session after {lapsed.Timeout:hh\\:mm\\:ss}: agent {agent.AgentId} was not seen meanwhile. Run it more often, or give a longer -SessionTimeout.");
        WriteObject(new ZkDeployAgentReportInfo(report));
        if (report.Error is { } error) WriteError(ErrorRecordMapper.ToRecord(new DeployException(error.Id, error.Message), Path.Value));
    }

    private void StartJob(ZkSession session, DeployAgentOptions options)
    {
        var job = new DeployAgentJob(MyInvocation.Line, session.Client.Options, options);
        Resources.AddJob(job);
        JobRepository.Add(job);
        WriteObject(job);
    }

    private DeployAgentOptions ToOptions()
    {
        var options = new DeployAgentOptions { Path = Path, Root = GetUnresolvedProviderPathFromPSPath(Root), AllowedSchemes = AllowScheme, Commands = AllowCommand };
        if (TrustedKey.Length > 0) options = options with { TrustedKeys = DeployTrustedKeys.Load([.. TrustedKey.Select(GetUnresolvedProviderPathFromPSPath)]) };
        if (AgentId is not null) options = options with { AgentId = AgentId };
        if (StateDirectory is not null) options = options with { StateDirectory = GetUnresolvedProviderPathFromPSPath(StateDirectory) };
        options.Validate();
        return options;
    }
}
