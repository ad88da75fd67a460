using System.Management.Automation;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Publishes a deploy: every agent that follows the manifest checks out exactly this commit.</summary>
[Cmdlet(VerbsData.Publish, "ZkDeploy", SupportsShouldProcess = true, DefaultParameterSetName = PublishSet)]
[OutputType(typeof(ZkPublishedDeployInfo), ParameterSetName = [PublishSet])]
[OutputType(typeof(ZkDeployAgentInfo), ParameterSetName = [WaitSet])]
public sealed class PublishZkDeployCommand : ZkRolloutCmdlet
{
    private const string PublishSet = "Publish";
    private const string WaitSet = "Wait";

    /// <summary>The repository: https, ssh or user@host:path; http, git and file where the agents allow them.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Url { get; set; } = "";

    /// <summary>The exact commit, 40 or 64 hex digits.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Commit")]
    public string CommitId { get; set; } = "";

    /// <summary>The directory to deploy to, below each agent's root.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string RelativePath { get; set; } = "";

    /// <summary>How agents lay it out: Release switches atomically to a directory of its own, InPlace keeps one working tree. By default Release.</summary>
    [Parameter]
    public DeployMode Mode { get; set; }

    /// <summary>A remark for people.</summary>
    [Parameter]
    public string? Note { get; set; }

    /// <summary>Signs with this private key (New-ZkDeployKey makes one), for agents that trust its public half.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SigningKey { get; set; }

    /// <summary>Waits, with a progress bar, until every agent has a result; writes the agents, and an error if one failed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WaitSet)]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait: seconds, a number with a unit (30s, 5m) or a TimeSpan. By default 5 minutes.</summary>
    [Parameter(ParameterSetName = WaitSet)]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many agents must have finished at the least. By default one.</summary>
    [Parameter(ParameterSetName = WaitSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? ExpectedAgents { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        using var key = LoadSigningKey(SigningKey);
        if (!ShouldPublish(session)) return;
        if (!Try(Path.Value, token => PublishAsync(session, key, token), out var published)) return;

        if (Wait) new DeployWaiting(this, session, Path, Timeout, ExpectedAgents).Follow(published.DeployId, work => Try(Path.Value, work));
        else WriteObject(new ZkPublishedDeployInfo(published, session));
    }

    /// <summary>What would change is asked of the agents only for somebody who wants to know before.</summary>
    private bool ShouldPublish(ZkSession session)
    {
        var action = $"Deploy commit {CommitId}";
        if (!IsWhatIf()) return ShouldProcess(Path.Value, action);
        if (Try(Path.Value, token => DeployPlan.ReadAsync(session.Client, Path, CommitId, token), out var plan)) action = plan.ToString();
        return ShouldProcess(action, action, "Publish-ZkDeploy");
    }

    private Task<PublishedDeploy> PublishAsync(ZkSession session, DeploySigningKey? key, CancellationToken token)
    {
        var manifest = WithRollout(new DeployManifest { Url = Url, CommitId = CommitId, RelativePath = RelativePath, Mode = Mode, Note = Note });
        return new DeployPublisher(session.Client, new DeployPublisherOptions { Path = Path, SigningKey = key }).PublishAsync(manifest, token);
    }
}
