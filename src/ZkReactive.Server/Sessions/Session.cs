using ZkReactive.Server.Connections;

namespace ZkReactive.Server.Sessions;

/// <summary>A client's session, which outlives its connections.</summary>
internal sealed class Session(long id, byte[] password)
{
    public long Id { get; } = id;

    /// <summary>16 random bytes that a client must show to take the session up again.</summary>
    public byte[] Password { get; } = password;

    public long TimeoutMilliseconds { get; set; }

    /// <summary>The bucket it stands in: when it expires unless it is heard of before, in the table's milliseconds.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>The connection it is served on; null while the client is away.</summary>
    public ClientState? Client { get; set; }
}
