using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZkReactive.Server;

namespace ZkReactive.PowerShell.Completers;

/// <summary>Completes the names of the embedded server's faults.</summary>
public sealed class FaultCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ZkServerFaultNames.All
            .Where(name => name.StartsWith(Quoting.Unquote(wordToComplete), StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name));
}
