using System.Management.Automation;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.PowerShell.Completers;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>The base of every cmdlet that changes one deploy: adds <c>-Path</c>.</summary>
public abstract class ZkDeployCmdlet : ZkSessionCmdlet
{
    private protected ZkDeployCmdlet()
    {
    }

    /// <summary>The manifest node. By default /app/business/config.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; } = DeployPublisherOptions.DefaultPath;

    /// <summary>The private key in a file; null for no file.</summary>
    private protected DeploySigningKey? LoadSigningKey(string? file) =>
        Require(file, () => file is null ? null : DeploySigningKey.Load(GetUnresolvedProviderPathFromPSPath(file)));
}
