using System.Management.Automation;
using ZkReactive.PowerShell.Completers;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Tells whether nodes exist: true or false for each path.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ZkNode")]
[OutputType(typeof(bool))]
public sealed class TestZkNodeCommand : ZkSessionCmdlet
{
    /// <summary>The paths to look for.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var client = Client;
        foreach (var path in Path)
        {
            if (Try(path.Value, token => client.ExistsAsync(path, token).AsTask(), out var existence)) WriteObject(existence.Exists);
        }
    }
}
