namespace ZkReactive.Coordination.Groups;

/// <summary>How a member's node is called.</summary>
public enum GroupNaming
{
    /// <summary>The node's name is the member's id and its data the status, as Curator's <c>GroupMember</c> has them.</summary>
    Curator,

    /// <summary><c>&lt;guid&gt;__party__</c> with the member's id as data, as kazoo's <c>Party</c> has it. There is no status.</summary>
    Kazoo,
}
