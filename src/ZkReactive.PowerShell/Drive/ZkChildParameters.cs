using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Drive;

/// <summary>
/// No parameters, but what one <c>Get-ChildItem</c> has read ahead. With -Include, -Exclude, or -Name -Recurse the engine walks
/// the tree by itself and asks for each node what it is; the answers come from here, one round trip for a parent.
/// </summary>
internal sealed class ZkChildParameters : ZkItemParameters
{
    private readonly Stack<Level> _levels = new();
    private readonly long _begun = TimeProvider.System.GetTimestamp();

    /// <summary>What is left of a time that began with the command; zero when it is over.</summary>
    public TimeSpan LeftOf(TimeSpan time)
    {
        var left = time - TimeProvider.System.GetElapsedTime(_begun);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>What was read ahead of a node; null when nothing was.</summary>
    public ReadAhead? Find(ZkPath node) =>
        _levels.FirstOrDefault(level => level.Parent == node.Parent)?.Children.GetValueOrDefault(node);

    /// <summary>Keeps what was read of a node's children, and forgets those that the walk has left behind.</summary>
    public void Keep(ZkPath parent, IReadOnlyList<ReadAhead> children)
    {
        while (_levels.TryPeek(out var level) && !parent.IsUnder(level.Parent)) _levels.Pop();
        _levels.Push(new Level(parent, children.ToDictionary(child => child.Node)));
    }

    /// <summary>What is known of a node.</summary>
    /// <param name="Node">Which.</param>
    /// <param name="Content">Its data and stat; null when only names are wanted.</param>
    /// <param name="Names">Its children.</param>
    public sealed record ReadAhead(ZkPath Node, ZkNode? Content, IReadOnlyList<string> Names);

    private sealed record Level(ZkPath Parent, Dictionary<ZkPath, ReadAhead> Children);
}
