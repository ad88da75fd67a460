using System.Management.Automation;
using System.Text;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Reads nodes: data, version, times and the rest of what the server knows.</summary>
[Cmdlet(VerbsCommon.Get, "ZkNode")]
[OutputType(typeof(ZkNodeInfo))]
[OutputType(typeof(string))]
public sealed class GetZkNodeCommand : ZkSessionCmdlet
{
    /// <summary>The paths of the nodes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>Writes the data alone, as one text.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>The encoding of -Raw. By default utf8.</summary>
    [Parameter]
    [EncodingTransformation]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding? Encoding { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var path in Path)
        {
            if (Try(path.Value, token => session.Client.GetAsync(path, token).AsTask(), out var node))
                WriteObject(Raw ? (Encoding ?? Encoding.UTF8).GetString(node.Data.Span) : new ZkNodeInfo(node, session));
        }
    }
}
