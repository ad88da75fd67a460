using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZkReactive.Journal;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.PowerShell.Completers;

/// <summary>Completes the kinds of a journal's events.</summary>
public sealed class JournalKindCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        DeployProjection.Kinds.Concat([JournalKinds.Gap, JournalKinds.Replaced])
            .Where(kind => kind.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(kind => new CompletionResult(kind));
}
