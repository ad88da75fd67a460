using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZkReactive.Client;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Completers;

/// <summary>
/// Completes znode paths with the children that are there now, in the session of a sibling <c>-Session</c> or else the
/// last one. Gives nothing when ZooKeeper does not answer in time; never an error.
/// </summary>
public sealed class PathCompleter : IArgumentCompleter
{
    /// <summary>How long to wait for ZooKeeper: the rest of 300 ms is the engine's.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (SessionOf(fakeBoundParameters) is not { IsConnected: true } session) return [];

        var word = Quoting.Unquote(wordToComplete);
        if (!word.StartsWith('/')) word = "/" + word;
        var cut = word.LastIndexOf('/');
        if (!ZkPath.TryParse(cut == 0 ? "/" : word[..cut], out var parent, out _)) return [];

        var start = word[(cut + 1)..];
        return ReadNames(session.Client, parent)
            .Where(name => name.StartsWith(start, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => ToResult(parent, name))
            .ToArray();
    }

    private static CompletionResult ToResult(ZkPath parent, string name)
    {
        var path = parent.IsRoot ? "/" + name : $"{parent}/{name}";
        return new CompletionResult(Quoting.Quote(path), name, CompletionResultType.ParameterValue, path);
    }

    /// <summary>The session that a sibling <c>-Session</c> names, or else the last one.</summary>
    internal static ZkSession? SessionOf(IDictionary? siblings)
    {
        var given = siblings?["Session"];
        var value = given is PSObject wrapped ? wrapped.BaseObject : given;
        return value switch
        {
            null => RunspaceResources.Current.LastSession,
            ZkSession session => session,
            _ => RunspaceResources.Current.FindSession(value.ToString() ?? ""),
        };
    }

    /// <summary>The children that are there now; none when ZooKeeper does not answer in time.</summary>
    internal static IReadOnlyList<string> ReadNames(IZkClient client, ZkPath parent) => [.. ReadNames(client, [parent]).Select(child => child.Name)];

    /// <summary>The children of several nodes, asked for at once; none when ZooKeeper does not answer in time.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong, the command line goes on without completions.")]
    internal static IReadOnlyList<(ZkPath Parent, string Name)> ReadNames(IZkClient client, IReadOnlyList<ZkPath> parents)
    {
        using var patience = new CancellationTokenSource(Patience, client.Options.TimeProvider);
        try
        {
            var results = PipelineBridge.Run(token => client.MultiReadAsync([.. parents.Select(parent => new ZkRead.Children(parent))], token).AsTask(), patience.Token);
            return [.. results.OfType<ZkReadResult.Children>().SelectMany(children => children.Names.Select(name => (children.Path, name)))];
        }
        catch (Exception)
        {
            return [];
        }
    }
}
