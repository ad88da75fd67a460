using System.Management.Automation;
using ZkReactive.Pipelines.Policy;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Puts policies into the set of a type of servers: checked as a whole, and all files in one transaction.</summary>
[Cmdlet(VerbsData.Publish, "ZkPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(ZkPublishedPolicyInfo), typeof(ZkPolicyDifferenceInfo))]
public sealed class PublishZkPolicyCommand : ZkSessionCmdlet
{
    private readonly List<string> _files = [];

    /// <summary>The node of the type of servers, such as /Proxy. It is created when missing.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Type { get; set; }

    /// <summary>XML files, each a policy that names itself; wildcards are allowed. All files of the pipeline are published together.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Makes the set of these files alone: policies that are not given are removed.</summary>
    [Parameter]
    public SwitchParameter Replace { get; set; }

    /// <summary>Warns of targets for which no service is registered below this node.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath? ServicesPath { get; set; }

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
        if (_files.Count == 0) return;
        var session = CurrentSession;
        var type = Type;
        var publisher = Require(type.Value, () => new PolicyPublisher(session.Client, new PolicyPublisherOptions { Type = type, ServicesPath = ServicesPath }));
        if (!Try(type.Value, token => PolicyFiles.ReadAsync(_files, cancellationToken: token), out var policies)) return;
        if (!ShouldProcess(type.Value, $"Publish {policies.Count} {(policies.Count == 1 ? "policy" : "policies")}{(Replace ? ", removing all others" : "")}"))
        {
            if (Try(type.Value, token => publisher.PlanPublishAsync(policies, Replace, token), out var plan)) PolicyOutput.Write(this, plan, session);
            return;
        }

        if (Try(type.Value, token => publisher.PublishAsync(policies, Replace, token), out var published)) PolicyOutput.Write(this, published, session);
    }
}
