using System.Management.Automation;
using System.Text;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Reads nodes: data, version, times and the rest of what the server knows.</summary>
[Cmdlet(VerbsCommon.Get, "ZkNode", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ZkNodeInfo))]
[OutputType(typeof(string))]
public sealed class GetZkNodeCommand : ZkSessionCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    /// <summary>The paths of the nodes. Wildcards are expanded where they are typed; a path from the pipeline is taken as it is.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    [SupportsWildcards]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>The paths of the nodes, every character taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [Alias("LP")]
    [ArgumentCompleter(typeof(PathCompleter))]
    [ValidateNotNullOrEmpty]
    public ZkPath[]? LiteralPath { get; set; }

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
        foreach (var path in LiteralPath ?? Expand(session, Path))
        {
            if (Try(path.Value, token => session.Client.GetAsync(path, token).AsTask(), out var node))
                WriteObject(Raw ? (Encoding ?? Encoding.UTF8).GetString(node.Data.Span) : new ZkNodeInfo(node, session));
        }
    }
}
