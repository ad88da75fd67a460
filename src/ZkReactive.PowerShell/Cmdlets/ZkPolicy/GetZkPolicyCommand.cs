using System.Management.Automation;
using ZkReactive.Pipelines.Policy;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Shows the policies of a type of servers, good or bad; or which agents refuse them, and why.</summary>
[Cmdlet(VerbsCommon.Get, "ZkPolicy", DefaultParameterSetName = PolicySetName)]
[OutputType(typeof(ZkPolicyInfo), ParameterSetName = [PolicySetName])]
[OutputType(typeof(ZkPolicyRejectionInfo), ParameterSetName = [RejectionSetName])]
public sealed class GetZkPolicyCommand : ZkSessionCmdlet
{
    private const string PolicySetName = "Policy";
    private const string RejectionSetName = "Rejection";

    /// <summary>The nodes of the types of servers, such as /Proxy.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Type { get; set; } = [];

    /// <summary>Names of policies; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 1, ParameterSetName = PolicySetName)]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Shows the agents that refuse the set which stands there now.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RejectionSetName)]
    public SwitchParameter Rejection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var type in Type)
        {
            if (Rejection)
            {
                if (!Try(type.Value, token => PolicyReader.ReadRejectionsAsync(session.Client, type, token), out var rejections)) continue;
                foreach (var rejection in rejections) WriteObject(new ZkPolicyRejectionInfo(rejection, type, session));
                continue;
            }

            if (!Try(type.Value, token => PolicyReader.ReadAsync(session.Client, type, cancellationToken: token), out var snapshot)) continue;
            var compilation = snapshot.Compile();
            var wanted = Array.ConvertAll(Name, name => WildcardPattern.Get(name, WildcardOptions.None));
            foreach (var member in snapshot.Members.Where(member => Array.Exists(wanted, pattern => pattern.IsMatch(member.Name))))
                WriteObject(new ZkPolicyInfo(member, type, compilation, session));
            foreach (var name in Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && snapshot.Members.All(member => member.Name != name)))
                Try(type.Value, _ => Task.FromException<bool>(new PolicyException(PolicyErrorIds.Unknown, $"{type} has no policy '{name}'.") { Path = type, Operation = "Read" }), out _);
        }
    }
}
