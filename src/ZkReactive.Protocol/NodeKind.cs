namespace ZkReactive.Protocol;

/// <summary>How long a znode lives.</summary>
public enum NodeKind
{
    /// <summary>Until it is deleted.</summary>
    Persistent,

    /// <summary>As long as the session that made it.</summary>
    Ephemeral,

    /// <summary>Deleted by the server some time after its last child went.</summary>
    Container,

    /// <summary>Deleted by the server when it has no children and was not changed for its time to live.</summary>
    Ttl,
}
