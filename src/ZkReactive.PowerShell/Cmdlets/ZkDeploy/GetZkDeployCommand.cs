using System.Management.Automation;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Shows how deploys stand: the manifest, and every agent with the commit it runs.</summary>
[Cmdlet(VerbsCommon.Get, "ZkDeploy", DefaultParameterSetName = OneSet)]
[OutputType(typeof(ZkDeployInfo))]
public sealed class GetZkDeployCommand : ZkSessionCmdlet
{
    private const string OneSet = "One";
    private const string HistorySet = "History";

    /// <summary>The manifest nodes. By default /app/business/config.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    [ValidateNotNullOrEmpty]
    public ZkPath[] Path { get; set; } = [DeployPublisherOptions.DefaultPath];

    /// <summary>A deploy of the history. By default the present one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = OneSet)]
    [ArgumentCompleter(typeof(DeployIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? DeployId { get; set; }

    /// <summary>The deploys that the history still has, the newest first; of past ones, the agents that wrote a result.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HistorySet)]
    public SwitchParameter History { get; set; }

    /// <summary>How many deploys of the history at the most. By default all.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var path in Path)
        {
            if (!Try(path.Value, token => ReadAsync(path, token), out var deploys)) continue;
            foreach (var status in deploys) WriteObject(new ZkDeployInfo(status, session));
        }

        async Task<IReadOnlyList<DeployStatus>> ReadAsync(ZkPath path, CancellationToken token)
        {
            if (History) return await DeployHistoryReader.ReadAsync(session.Client, path, First, token);
            return [DeployId is null
                ? await DeployStatusReader.ReadAsync(session.Client, path, token)
                : await DeployStatusReader.ReadAsync(session.Client, path, DeployId, token)];
        }
    }
}
