using System.Collections;
using System.Management.Automation;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Completers;

/// <summary>What the completers of a deploy's parts share.</summary>
internal static class DeployCompletion
{
    /// <summary>The names below a part of the deploy that a sibling <c>-Path</c> names, or else the default one.</summary>
    public static IEnumerable<string> Names(IDictionary? siblings, string? wordToComplete, Func<DeployNodes, ZkPath> part)
    {
        if (PathCompleter.SessionOf(siblings) is not { IsConnected: true } session) return [];
        var given = siblings?["Path"];
        var text = (given is PSObject wrapped ? wrapped.BaseObject : given)?.ToString() ?? DeployPublisherOptions.DefaultPath.Value;
        var word = Quoting.Unquote(wordToComplete);
        return ZkPath.TryParse(text, out var path, out _)
            ? PathCompleter.ReadNames(session.Client, part(new DeployNodes(path))).Where(name => name.StartsWith(word, StringComparison.Ordinal))
            : [];
    }

    /// <summary>A name as it is offered.</summary>
    public static CompletionResult ToResult(string name) => new(Quoting.Quote(name), name, CompletionResultType.ParameterValue, name);
}
