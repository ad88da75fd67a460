using ZkReactive.Client;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>A node as the node cmdlets write it: the facts of the library's <see cref="ZkNode"/> in types that scripts handle.</summary>
public sealed class ZkNodeInfo
{
    internal ZkNodeInfo(ZkNode node, ZkSession session)
        : this(node.Path, node.Data.ToArray(), node.Stat, session)
    {
    }

    internal ZkNodeInfo(ZkPath path, byte[] data, Stat stat, ZkSession session)
    {
        Path = path.Value;
        Name = path.Name;
        Data = data;
        Stat = stat;
        Session = session;
    }

    /// <summary>Where it is; binds to <c>-Path</c> of the next command.</summary>
    public string Path { get; }

    /// <summary>The last segment of the path.</summary>
    public string Name { get; }

    /// <summary>Its data; empty when it has none.</summary>
    public byte[] Data { get; }

    /// <summary>The data as text, in UTF-8.</summary>
    public string DataAsText => NodeText.Of(Data);

    /// <summary>The data as an object, where it is JSON; null where there is none, an error where it is something else.</summary>
    public object? DataAsJson => NodeText.JsonOf(Data);

    /// <summary>How often the data changed since creation; binds to <c>-Version</c> of Set-ZkNode.</summary>
    public int Version => Stat.Version;

    /// <summary>When the data last changed, by the ensemble's clock.</summary>
    public DateTimeOffset Modified => Stat.Modified;

    /// <summary>When it was created, by the ensemble's clock.</summary>
    public DateTimeOffset Created => Stat.Created;

    /// <summary>How many children it has.</summary>
    public int ChildCount => Stat.ChildCount;

    /// <summary>Bytes of data.</summary>
    public int DataLength => Stat.DataLength;

    /// <summary>Ephemeral, or persistent; of containers and TTL nodes servers do not tell that they are something else.</summary>
    public NodeKind Kind => Stat.Kind;

    /// <summary>The session that owns an ephemeral node; null for every other kind.</summary>
    public SessionId? EphemeralOwner => Stat.Kind == NodeKind.Ephemeral ? new SessionId(Stat.EphemeralOwner) : null;

    /// <summary>All the server knows of it besides its data.</summary>
    public Stat Stat { get; }

    /// <summary>The session it was read in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
