using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ZkReactive.PowerShell.Completers;

/// <summary>Completes the ids of deploy agents with those that are there now. Gives nothing when ZooKeeper does not answer in time; never an error.</summary>
public sealed class AgentIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        DeployCompletion.Names(fakeBoundParameters, wordToComplete, nodes => nodes.Agents).Order(StringComparer.Ordinal).Select(DeployCompletion.ToResult).ToArray();
}
