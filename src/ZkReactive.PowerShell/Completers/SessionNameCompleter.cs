using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Completers;

/// <summary>Completes the names of the open sessions of this runspace.</summary>
public sealed class SessionNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = Quoting.Unquote(wordToComplete);
        return RunspaceResources.Current.Sessions
            .Where(s => s.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(s => new CompletionResult(Quoting.Quote(s.Name), s.Name, CompletionResultType.ParameterValue, $"{s.ConnectString}, {s.Status}"))
            .ToArray();
    }
}
