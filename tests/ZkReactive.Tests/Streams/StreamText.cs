using System.Globalization;
using System.Text;
using ZkReactive.Streams;

namespace ZkReactive.Tests.Streams;

/// <summary>What streams emit, in one short line each.</summary>
internal static class StreamText
{
    public static string Text(this NodeChange change) =>
        $"{change.Cause} {(change.Exists ? Encoding.UTF8.GetString(change.Data.Span) : "(absent)")}";

    public static string Text(this ChildrenChange change) => string.Create(
        CultureInfo.InvariantCulture,
        $"{change.Cause} {(change.Exists ? $"[{string.Join(' ', change.Children)}]" : "(absent)")}{Each('+', change.Added)}{Each('-', change.Removed)}");

    /// <summary>The whole tree and its differences, as <c>Change [/t=0 /t/a=1] +/t/a *</c>.</summary>
    public static string Text(this TreeChange change) => string.Create(
        CultureInfo.InvariantCulture,
        $"{change.Cause} {(change.Exists ? $"[{change.Tree.Text()}]" : "(absent)")}{string.Concat(change.Differences.Select(d => $" {SignOf(d.Kind)}{d.Path}"))}");

    public static string Text(this TreeSnapshot tree) =>
        string.Join(' ', tree.Nodes.Select(n => n.IsReadable ? $"{n.Path}={Encoding.UTF8.GetString(n.Data.Span)}" : $"{n.Path}?"));

    private static char SignOf(TreeDifferenceKind kind) => kind switch
    {
        TreeDifferenceKind.Added => '+',
        TreeDifferenceKind.Removed => '-',
        _ => '*',
    };

    private static string Each(char sign, IEnumerable<string> names) => string.Concat(names.Select(n => $" {sign}{n}"));
}
