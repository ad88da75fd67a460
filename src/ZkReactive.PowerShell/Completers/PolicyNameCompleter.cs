using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZkReactive.Pipelines.Policy;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Completers;

/// <summary>Completes the names of the policies below the type of a sibling <c>-Type</c>. Gives nothing when ZooKeeper does not answer in time; never an error.</summary>
public sealed class PolicyNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var given = fakeBoundParameters?["Type"];
        var text = (given is PSObject wrapped ? wrapped.BaseObject : given)?.ToString();
        if (PathCompleter.SessionOf(fakeBoundParameters) is not { IsConnected: true } session || !ZkPath.TryParse(text, out var type, out _)) return [];

        var nodes = new PolicyNodes(type);
        var word = Quoting.Unquote(wordToComplete);
        return PathCompleter.ReadNames(session.Client, [nodes.Acls, nodes.Agls])
            .Where(policy => policy.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .OrderBy(policy => policy.Name, PolicyNameComparer.Instance)
            .Select(policy => new CompletionResult(Quoting.Quote(policy.Name), policy.Name, CompletionResultType.ParameterValue, policy.Parent / policy.Name))
            .ToArray();
    }
}
