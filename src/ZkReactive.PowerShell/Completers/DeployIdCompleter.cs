using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ZkReactive.PowerShell.Completers;

/// <summary>Completes deploy ids with those of the history, the newest by name first. Gives nothing when ZooKeeper does not answer in time; never an error.</summary>
public sealed class DeployIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        DeployCompletion.Names(fakeBoundParameters, wordToComplete, nodes => nodes.Deploys).OrderDescending(StringComparer.Ordinal).Select(DeployCompletion.ToResult).ToArray();
}
