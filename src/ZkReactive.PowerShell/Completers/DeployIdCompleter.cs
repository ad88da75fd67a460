using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Completers;

/// <summary>Completes deploy ids with those of the history, the newest by name first, in the last session. Never an error.</summary>
public sealed class DeployIdCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (RunspaceResources.Current.LastSession is not { IsConnected: true } session) return [];
        var given = fakeBoundParameters?["Path"]?.ToString();
        if (!ZkPath.TryParse(given ?? DeployPublisherOptions.DefaultPath.Value, out var path, out _)) return [];
        var word = Quoting.Unquote(wordToComplete);
        return ReadNames(session, path)
            .Where(name => name.StartsWith(word, StringComparison.Ordinal))
            .OrderDescending(StringComparer.Ordinal)
            .Select(name => new CompletionResult(Quoting.Quote(name), name, CompletionResultType.ParameterValue, name))
            .ToArray();
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong, the command line goes on without completions.")]
    private static IReadOnlyList<string> ReadNames(ZkSession session, ZkPath path)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return PipelineBridge.Run(async token => (await session.Client.GetChildrenAsync(new DeployNodes(path).Deploys, token)).Names, patience.Token);
        }
        catch (Exception)
        {
            return [];
        }
    }
}
