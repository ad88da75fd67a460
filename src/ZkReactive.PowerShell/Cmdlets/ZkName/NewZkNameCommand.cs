using System.Management.Automation;
using ZkReactive.Coordination.Names;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Takes a name or ids that nobody else has.</summary>
[Cmdlet(VerbsCommon.New, "ZkName", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(string), ParameterSetName = [NameSet, SequentialSet])]
[OutputType(typeof(long), ParameterSetName = [IdSet])]
public sealed class NewZkNameCommand : ZkSessionCmdlet
{
    private const string NameSet = "Name";
    private const string SequentialSet = "Sequential";
    private const string IdSet = "Id";

    /// <summary>For names the node below which they are made; for ids the node that holds the last one given.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; }

    /// <summary>The name to claim; an error when somebody has it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Keeps the name for as long as this session lives; by default it stays until its node is removed.</summary>
    [Parameter(ParameterSetName = NameSet)]
    public SwitchParameter ForSession { get; set; }

    /// <summary>What the name's node says of its owner: text or bytes. By default nothing.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = SequentialSet)]
    [DataTransformation]
    public byte[] Data { get; set; } = [];

    /// <summary>Makes a new name of this text and a number.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SequentialSet)]
    [ValidateNotNullOrEmpty]
    public string Prefix { get; set; } = "";

    /// <summary>Takes ids: whole numbers of 64 bits, counted up from 1.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    public SwitchParameter Id { get; set; }

    /// <summary>How many ids to take at once. By default 1.</summary>
    [Parameter(ParameterSetName = IdSet)]
    [ValidateRange(1, 1_000_000)]
    public int Count { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var names = new ZkNames(Client, Path);
        if (ParameterSetName == IdSet)
        {
            if (!ShouldProcess(Path.Value, $"Take {Count} ids") || !Try(Path.Value, token => names.TakeIdsAsync(Count, token), out var ids)) return;
            for (var id = ids.First; id <= ids.Last; id++) WriteObject(id);
            return;
        }

        var target = ParameterSetName == NameSet ? $"{Path}/{Name}" : $"{Path}/{Prefix}…";
        if (!ShouldProcess(target, "Claim name")) return;
        var isClaimed = ParameterSetName == NameSet
            ? Try(target, token => names.ClaimAsync(Name, Data, ForSession, token), out var claimed)
            : Try(target, token => names.CreateSequentialAsync(Prefix, Data, token), out claimed);
        if (isClaimed) WriteObject(claimed!.Path.Value);
    }
}
