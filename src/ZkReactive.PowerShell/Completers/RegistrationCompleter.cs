using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Completers;

/// <summary>Completes the nodes of the instances that are registered from this runspace.</summary>
public sealed class RegistrationCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = Quoting.Unquote(wordToComplete);
        return RunspaceResources.Current.Registrations
            .Select(one => one.InstancePath.Value)
            .Where(path => path.StartsWith(word, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new CompletionResult(Quoting.Quote(path), path, CompletionResultType.ParameterValue, path))
            .ToArray();
    }
}
