using System.Globalization;
using ZkReactive.Streams;

namespace ZkReactive.Cli;

/// <summary>
/// Prints what <c>zkr watch</c> sees. It writes on the stream's own turn: a reader that is slow makes the stream merge, so
/// nothing piles up here.
/// </summary>
internal sealed class WatchWriter(CliHost host, bool json, int? wanted)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes after the last line wanted; faults when the stream cannot go on.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How many lines are wanted; null for no end.</summary>
    public int? Wanted => wanted;

    /// <summary>How many lines were printed.</summary>
    public int Written { get; private set; }

    /// <summary>Prints a node's state.</summary>
    public void Write(NodeChange change)
    {
        lock (_lock)
        {
            if (_ended.Task.IsCompleted) return;
            if (json) CliJson.Write(host.Out, ToJson(change), CliJson.Lines.WatchDataJson);
            else WriteLine(Line(change));
            CountLocked();
        }
    }

    /// <summary>Prints a node's children.</summary>
    public void Write(ChildrenChange change)
    {
        lock (_lock)
        {
            if (_ended.Task.IsCompleted) return;
            if (json) CliJson.Write(host.Out, ToJson(change), CliJson.Lines.WatchChildrenJson);
            else WriteLine(Line(change));
            CountLocked();
        }
    }

    /// <summary>Prints a tree's differences.</summary>
    public void Write(TreeChange change)
    {
        lock (_lock)
        {
            if (_ended.Task.IsCompleted) return;
            if (json) CliJson.Write(host.Out, ToJson(change), CliJson.Lines.WatchTreeJson);
            else WriteLine(Line(change));
            CountLocked();
        }
    }

    /// <summary>The stream cannot go on.</summary>
    public void Fail(Exception exception) => _ended.TrySetException(exception);

    /// <summary>The stream has ended.</summary>
    public void End() => _ended.TrySetResult();

    private void CountLocked()
    {
        Written++;
        if (Written == wanted) _ended.TrySetResult();
    }

    private void WriteLine(string line)
    {
        var time = host.TimeProvider.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var whole = $"{time}  {line}";
        host.Out.WriteLine(host.IsOutTerminal ? Text.Cut(whole, host.Width - 1) : whole);
        host.Out.Flush();
    }

    private static string Line(NodeChange change) => change.Stat is { } stat
        ? $"{Cause(change.Cause),-7}  {change.Path}  version {stat.Version}  {Text.Preview(change.Data.Span, int.MaxValue)}"
        : $"{Cause(change.Cause),-7}  {change.Path}  absent";

    private static string Line(ChildrenChange change)
    {
        if (!change.Exists) return $"{Cause(change.Cause),-7}  {change.Path}  absent";
        var differences = change.Added.Select(name => "+" + name).Concat(change.Removed.Select(name => "-" + name));
        var number = change.Children.Count == 1 ? "1 child" : $"{change.Children.Count} children";
        return Text.OneLine($"{Cause(change.Cause),-7}  {change.Path}  {number}  {string.Join(' ', differences)}").TrimEnd();
    }

    private static string Line(TreeChange change)
    {
        if (!change.Exists) return $"{Cause(change.Cause),-7}  {change.Path}  absent";
        var number = change.Tree.Count == 1 ? "1 node" : $"{change.Tree.Count} nodes";

        // A tree's first line would name every node; the count says as much.
        var differences = change.Cause == ChangeCause.Initial ? [] : change.Differences.Select(difference => $"{SignOf(difference.Kind)}{difference.Path}");
        return Text.OneLine($"{Cause(change.Cause),-7}  {change.Path}  {number}  {string.Join(' ', differences)}").TrimEnd();
    }

    private static char SignOf(TreeDifferenceKind kind) => kind switch
    {
        TreeDifferenceKind.Added => '+',
        TreeDifferenceKind.Removed => '-',
        _ => '*',
    };

    private WatchTreeJson ToJson(TreeChange change) => new(
        host.TimeProvider.GetUtcNow(), "tree", Cause(change.Cause), change.Path, change.Exists, change.Tree.Count,
        Paths(change.Added), Paths(change.Changed), Paths(change.Removed), change.Zxid.ToString());

    private static string[] Paths(IEnumerable<TreeNode> nodes) => [.. nodes.Select(node => node.Path.Value)];

    private WatchDataJson ToJson(NodeChange change)
    {
        var (encoding, data) = change.Exists ? NodeJson.Encode(change.Data.Span) : (null, null);
        return new(
            host.TimeProvider.GetUtcNow(), "data", Cause(change.Cause), change.Path, change.Exists, encoding, data,
            change.Zxid.ToString(), change.Stat is { } stat ? StatJson.From(stat) : null);
    }

    private WatchChildrenJson ToJson(ChildrenChange change) => new(
        host.TimeProvider.GetUtcNow(), "children", Cause(change.Cause), change.Path, change.Exists,
        change.Children, change.Added, change.Removed, change.Zxid.ToString());

    private static string Cause(ChangeCause cause) => cause.ToString().ToLowerInvariant();
}
