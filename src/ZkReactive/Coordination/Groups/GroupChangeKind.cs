namespace ZkReactive.Coordination.Groups;

/// <summary>What a member did.</summary>
public enum GroupChangeKind
{
    /// <summary>It is a member now.</summary>
    Joined,

    /// <summary>Its status is another.</summary>
    Changed,

    /// <summary>It is a member no more.</summary>
    Left,
}
