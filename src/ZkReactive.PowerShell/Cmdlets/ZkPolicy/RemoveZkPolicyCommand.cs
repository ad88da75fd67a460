using System.Management.Automation;
using ZkReactive.Pipelines.Policy;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Takes policies out of the set of a type of servers; what is left is checked as a whole first.</summary>
[Cmdlet(VerbsCommon.Remove, "ZkPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(ZkPublishedPolicyInfo), typeof(ZkPolicyDifferenceInfo))]
public sealed class RemoveZkPolicyCommand : ZkSessionCmdlet
{
    private readonly Dictionary<ZkPath, List<string>> _names = [];

    /// <summary>The node of the type of servers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Type { get; set; }

    /// <summary>The policies' names. All of the pipeline are removed together.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Warns of targets of what is left for which no service is registered below this node.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath? ServicesPath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_names.TryGetValue(Type, out var names)) _names.Add(Type, names = []);
        names.AddRange(Name);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var session = CurrentSession;
        foreach (var (type, names) in _names)
        {
            var publisher = Require(type.Value, () => new PolicyPublisher(session.Client, new PolicyPublisherOptions { Type = type, ServicesPath = ServicesPath }));
            if (!ShouldProcess(type.Value, $"Remove {string.Join(", ", names)}"))
            {
                if (Try(type.Value, token => publisher.PlanRemoveAsync(names, token), out var plan)) PolicyOutput.Write(this, plan, session);
                continue;
            }

            if (Try(type.Value, token => publisher.RemoveAsync(names, token), out var published)) PolicyOutput.Write(this, published, session);
        }
    }
}
