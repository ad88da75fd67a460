using System.Management.Automation;
using System.Reactive.Linq;
using ZkReactive.Pipelines.Policy;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Watches the policies of types of servers: writes each set that comes into use or is refused, until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "ZkPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(ZkPolicyUpdateInfo))]
public sealed class WatchZkPolicyCommand : ZkStreamCmdlet
{
    /// <summary>The nodes of the types of servers, such as /Proxy; they need not exist.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Type { get; set; } = [];

    /// <summary>Says in ZooKeeper, under this name, when a set is refused. By default it only looks on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AgentId { get; set; }

    /// <summary>Keeps the last good set in this directory, and begins with it when ZooKeeper is away or holds a bad one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StateDirectory { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var type in Type)
        {
            // Looking on writes nothing: only a name makes it an agent that says what it refuses.
            if (AgentId is not null && !ShouldProcess(type.Value, $"Report refused sets as {AgentId}")) continue;
            var options = new PolicyAgentOptions
            {
                Type = type,
                ReportRejections = AgentId is not null,
                StateDirectory = StateDirectory is null ? null : GetUnresolvedProviderPathFromPSPath(StateDirectory),
                LoggerFactory = session.Client.Options.LoggerFactory,
            };
            if (AgentId is not null) options = options with { AgentId = AgentId };
            Add(type.Value, Require(type.Value, () => session.Client.ObservePolicies(options)).Select(update => new ZkPolicyUpdateInfo(update, type, session)));
        }
    }
}
