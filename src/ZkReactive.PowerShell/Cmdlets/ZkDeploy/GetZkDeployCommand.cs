using System.Management.Automation;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Shows how deploys stand: the manifest, and every agent with the commit it runs.</summary>
[Cmdlet(VerbsCommon.Get, "ZkDeploy")]
[OutputType(typeof(ZkDeployInfo))]
public sealed class GetZkDeployCommand : ZkSessionCmdlet
{
    /// <summary>The manifest nodes. By default /app/business/config.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    [ValidateNotNullOrEmpty]
    public ZkPath[] Path { get; set; } = [DeployPublisherOptions.DefaultPath];

    /// <summary>A deploy of the history. By default the present one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? DeployId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var path in Path)
        {
            if (Try(path.Value, token => ReadAsync(path, token), out var status)) WriteObject(new ZkDeployInfo(status, session));
        }

        Task<DeployStatus> ReadAsync(ZkPath path, CancellationToken token) => DeployId is null
            ? DeployStatusReader.ReadAsync(session.Client, path, token)
            : DeployStatusReader.ReadAsync(session.Client, path, DeployId, token);
    }
}
