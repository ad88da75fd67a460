using System.Collections;
using System.Management.Automation;
using ZkReactive.Pipelines.Policy;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Checks policies, from files without a server or as they stand in ZooKeeper; with -Id, says where an id goes and why.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ZkPolicy", DefaultParameterSetName = FileSet)]
[OutputType(typeof(ZkPolicyTestInfo), typeof(ZkPolicyDecisionInfo))]
public sealed class TestZkPolicyCommand : ZkSessionCmdlet
{
    private const string FileSet = "File";
    private const string TypeSet = "Type";

    private readonly List<string> _files = [];

    /// <summary>XML files, each a policy that names itself; wildcards are allowed. All files of the pipeline are one set.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FileSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The node of a type of servers, to test what stands there.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TypeSet)]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Type { get; set; }

    /// <summary>Ids to route. What is written is then the decisions, one of the access lists and one of each agl, instead of the findings.</summary>
    [Parameter]
    public long[]? Id { get; set; }

    /// <summary>What else is known of the ids: names and values.</summary>
    [Parameter]
    [Alias("Attributes")]
    public Hashtable? Attribute { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            if (Try(path, _ => Task.FromResult(FilePaths.Resolve(this, path)), out var files)) _files.AddRange(files);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var isType = ParameterSetName == TypeSet;
        if (!isType && _files.Count == 0) return;
        if (!Try(isType ? Type.Value : null, token => CompileAsync(isType ? CurrentSession.Client : null, token), out var compilation)) return;
        if (Id is null)
        {
            WriteObject(new ZkPolicyTestInfo(compilation));
            return;
        }

        if (compilation.Set is not { } set)
        {
            Try(null, _ => Task.FromException<bool>(new PolicyException(PolicyErrorIds.Refused, $"The set has errors, so no id can be routed: {compilation.Errors.First()}") { Findings = compilation.Findings }), out _);
            return;
        }

        if (!Try(null, _ => Task.FromResult(AttributeTable.Bind(set, Attribute)), out var attributes)) return;
        foreach (var id in Id)
        {
            WriteObject(new ZkPolicyDecisionInfo(set.Explain(id, attributes)));
            foreach (var agl in set.Documents.Where(document => document.Kind == PolicyKind.Agl)) WriteObject(new ZkPolicyDecisionInfo(set.ExplainDecision(agl.Name, id, attributes)));
        }
    }

    private async Task<PolicyCompilation> CompileAsync(Client.IZkClient? client, CancellationToken token) => client is null
        ? PolicySet.Compile(await PolicyFiles.ReadAsync(_files, cancellationToken: token))
        : (await PolicyReader.ReadAsync(client, Type, cancellationToken: token)).Compile();
}
