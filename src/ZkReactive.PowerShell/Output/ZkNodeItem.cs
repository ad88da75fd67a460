using ZkReactive.Client;
using ZkReactive.PowerShell.Drive;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>
/// A node as the drive shows it. It has no <c>Path</c>: the item commands would take that for one of the file system; they find
/// the node by <c>PSPath</c>, and the cmdlets of this module by <see cref="NodePath"/> and <see cref="Session"/>.
/// </summary>
public sealed class ZkNodeItem
{
    internal ZkNodeItem(ZkNode node, ZkSession session)
        : this(node.Path, node.Data.ToArray(), node.Stat, session)
    {
    }

    internal ZkNodeItem(ZkPath path, byte[] data, Stat stat, ZkSession session)
    {
        Node = path;
        Data = data;
        Stat = stat;
        Session = session;
    }

    /// <summary>The last segment of the path; / for the root.</summary>
    public string Name => Node.IsRoot ? "/" : Node.Name;

    /// <summary>The znode path, below the chroot of the session; binds to <c>-Path</c> of the node cmdlets.</summary>
    public string NodePath => Node.Value;

    /// <summary>Its data; empty when it has none.</summary>
    public byte[] Data { get; }

    /// <summary>The data as text, in UTF-8.</summary>
    public string DataAsText => NodeText.Of(Data);

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

    internal ZkPath Node { get; }

    internal string ProviderPath => new DrivePath(DrivePath.Label(Session.Name), []).Of(Node).ToString();

    /// <summary>A path by which the item commands find it from anywhere.</summary>
    public override string ToString() => "ZkReactive::" + ProviderPath;
}
