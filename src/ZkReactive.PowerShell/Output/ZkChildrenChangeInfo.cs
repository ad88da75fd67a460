using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.PowerShell.Output;

/// <summary>The children of a watched node: the facts of the library's <see cref="ChildrenChange"/> in types that scripts handle.</summary>
public sealed class ZkChildrenChangeInfo
{
    internal ZkChildrenChangeInfo(ChildrenChange change, ZkSession session)
    {
        Path = change.Path.Value;
        Cause = change.Cause;
        Stat = change.Stat;
        Children = [.. change.Children];
        Added = [.. change.Added];
        Removed = [.. change.Removed];
        Zxid = change.Zxid;
        Session = session;
    }

    /// <summary>The parent; binds to <c>-Path</c> of the next command.</summary>
    public string Path { get; }

    /// <summary>Why it is written: the first state, a change, or a re-read after being away.</summary>
    public ChangeCause Cause { get; }

    /// <summary>Whether the parent is there.</summary>
    public bool Exists => Stat is not null;

    /// <summary>How many children there are.</summary>
    public int ChildCount => Children.Length;

    /// <summary>All children's names, in ordinal order.</summary>
    public string[] Children { get; }

    /// <summary>The names that were not there before.</summary>
    public string[] Added { get; }

    /// <summary>The names that are no longer there.</summary>
    public string[] Removed { get; }

    /// <summary>All the server knows of the parent besides its data; null when it is absent.</summary>
    public Stat? Stat { get; }

    /// <summary>The last transaction the server had applied when they were read.</summary>
    public Zxid Zxid { get; }

    /// <summary>The session they were read in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
