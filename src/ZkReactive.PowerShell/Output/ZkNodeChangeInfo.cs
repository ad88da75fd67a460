using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.PowerShell.Output;

/// <summary>The state of a watched node: the facts of the library's <see cref="NodeChange"/> in types that scripts handle.</summary>
public sealed class ZkNodeChangeInfo
{
    internal ZkNodeChangeInfo(NodeChange change, ZkSession session)
    {
        Path = change.Path.Value;
        Cause = change.Cause;
        Stat = change.Stat;
        Data = change.Data.ToArray();
        Zxid = change.Zxid;
        Session = session;
    }

    /// <summary>The node; binds to <c>-Path</c> of the next command.</summary>
    public string Path { get; }

    /// <summary>Why it is written: the first state, a change, or a re-read after being away.</summary>
    public ChangeCause Cause { get; }

    /// <summary>Whether the node is there.</summary>
    public bool Exists => Stat is not null;

    /// <summary>How often the data changed since creation; null when the node is absent.</summary>
    public int? Version => Stat?.Version;

    /// <summary>When the data last changed, by the ensemble's clock; null when the node is absent.</summary>
    public DateTimeOffset? Modified => Stat?.Modified;

    /// <summary>Its data; empty when it has none or is absent.</summary>
    public byte[] Data { get; }

    /// <summary>The data as text, in UTF-8.</summary>
    public string DataAsText => NodeText.Of(Data);

    /// <summary>The data as an object, where it is JSON; null where there is none, an error where it is something else.</summary>
    public object? DataAsJson => NodeText.JsonOf(Data);

    /// <summary>All the server knows of it besides its data; null when it is absent.</summary>
    public Stat? Stat { get; }

    /// <summary>The last transaction the server had applied when it was read.</summary>
    public Zxid Zxid { get; }

    /// <summary>The session it was read in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
