using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZkReactive.Server;

namespace ZkReactive.PowerShell.Completers;

/// <summary>Completes the four-letter words that a server can answer.</summary>
public sealed class FourLetterWordCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ZkServerOptions.KnownFourLetterWords
            .Where(word => word.StartsWith(Quoting.Unquote(wordToComplete), StringComparison.OrdinalIgnoreCase))
            .Select(word => new CompletionResult(word));
}
