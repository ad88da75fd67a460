using System.Management.Automation;
using ZkReactive.Pipelines.Deploy.Signing;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Makes a key pair: a private key for whoever publishes, a public one for the agents.</summary>
[Cmdlet(VerbsCommon.New, "ZkDeployKey", SupportsShouldProcess = true)]
[OutputType(typeof(DeployKeyFile))]
public sealed class NewZkDeployKeyCommand : ZkCmdlet
{
    /// <summary>Where the private key goes; the public one goes beside it, with .pub appended. Files that are there are never overwritten.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] FilePath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in FilePath)
        {
            var file = GetUnresolvedProviderPathFromPSPath(path);
            if (!ShouldProcess(file, "Make a deploy key")) continue;
            if (Try(file, _ => Task.FromResult(DeploySigningKey.CreateFile(file)), out var key)) WriteObject(key);
        }
    }
}
