using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>What a registration knows of its node. A closed union.</summary>
public abstract record ServiceNodeView
{
    private ServiceNodeView()
    {
    }

    /// <summary>Nothing is known.</summary>
    /// <param name="IsOccupied">Whether a node was in the way, which has not been looked at yet.</param>
    public sealed record Unknown(bool IsOccupied = false) : ServiceNodeView;

    /// <summary>There is no node.</summary>
    /// <param name="Zxid">The last transaction that the server had applied then.</param>
    public sealed record Absent(Zxid Zxid) : ServiceNodeView;

    /// <summary>There is a node.</summary>
    /// <param name="Owner">The session that keeps it; <see cref="SessionId.None"/> when it is not ephemeral.</param>
    /// <param name="Version">Its version.</param>
    /// <param name="Czxid">The transaction that made it.</param>
    /// <param name="Mzxid">The transaction that last wrote it.</param>
    /// <param name="Content">What is in it.</param>
    public sealed record Present(SessionId Owner, NodeVersion Version, Zxid Czxid, Zxid Mzxid, ServiceNodeContent Content) : ServiceNodeView;
}
