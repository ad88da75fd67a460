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

    private static string Each(char sign, IEnumerable<string> names) => string.Concat(names.Select(n => $" {sign}{n}"));
}
