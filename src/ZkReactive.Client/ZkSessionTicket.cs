using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>
/// What another process needs to go on with a session: <see cref="IZkClient.DetachAsync"/> gives it,
/// <see cref="ZkClientOptions.Resume"/> takes it, and <see cref="ZkSessionFile"/> keeps it between the two. Whoever has it
/// can act as the session, so it is as secret as a password; its text does not show the password.
/// </summary>
public sealed record ZkSessionTicket
{
    /// <summary>The session.</summary>
    public required SessionId Id { get; init; }

    /// <summary>What the server gave with the id to know the session's owner by: 16 bytes.</summary>
    public required ReadOnlyMemory<byte> Password { get; init; }

    /// <summary>The last transaction seen: a server that is behind it refuses the client, which so never goes back in time.</summary>
    public required Zxid LastZxid { get; init; }

    /// <summary>The time-out the server granted.</summary>
    public required TimeSpan NegotiatedTimeout { get; init; }

    /// <summary>When a server was last heard of, by the clock of the process that detached.</summary>
    public required DateTimeOffset LastHeard { get; init; }

    /// <summary>The servers that know the session, as in a connect string, without a chroot.</summary>
    public required string Servers { get; init; }

    /// <summary>When the session will have ended at the servers, if nobody takes it up before.</summary>
    public DateTimeOffset EndsAt => LastHeard + NegotiatedTimeout;

    /// <summary>Whether a client of <paramref name="connectString"/> may meet a server that knows the session: they have a server in common.</summary>
    /// <exception cref="ArgumentException">One of the two connect strings cannot be read.</exception>
    public bool IsOf(string connectString) => ZkConnectString.Parse(Servers).Hosts.Intersect(ZkConnectString.Parse(connectString).Hosts).Any();

    /// <summary>The session and when it ends; never its password.</summary>
    public override string ToString() => $"session {Id} of {Servers}, until {EndsAt:O}";
}
