using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.PowerShell.Output;

/// <summary>A watched tree: the facts of the library's <see cref="TreeChange"/> in types that scripts handle.</summary>
public sealed class ZkTreeChangeInfo
{
    internal ZkTreeChangeInfo(TreeChange change, ZkSession session)
    {
        Path = change.Path.Value;
        Cause = change.Cause;
        Exists = change.Exists;
        NodeCount = change.Tree.Count;
        Added = [.. change.Added.Select(node => node.Path.Value)];
        Changed = [.. change.Changed.Select(node => node.Path.Value)];
        Removed = [.. change.Removed.Select(node => node.Path.Value)];
        Zxid = change.Zxid;
        Session = session;
    }

    /// <summary>The node at the top; binds to <c>-Path</c> of the next command.</summary>
    public string Path { get; }

    /// <summary>Why it is written: the first state, a change, or a re-read after being away.</summary>
    public ChangeCause Cause { get; }

    /// <summary>Whether the node at the top is there.</summary>
    public bool Exists { get; }

    /// <summary>How many nodes the tree has.</summary>
    public int NodeCount { get; }

    /// <summary>The paths that were not there before.</summary>
    public string[] Added { get; }

    /// <summary>The paths with other data, or deleted and created again.</summary>
    public string[] Changed { get; }

    /// <summary>The paths that are no longer there.</summary>
    public string[] Removed { get; }

    /// <summary>The last transaction the server had applied when they were read.</summary>
    public Zxid Zxid { get; }

    /// <summary>The session they were read in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
