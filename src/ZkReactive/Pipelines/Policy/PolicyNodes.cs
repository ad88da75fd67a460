using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy;

/// <summary>Where the nodes of a type of servers are.</summary>
/// <param name="Type">The type's node, such as <c>/Proxy</c>.</param>
public readonly record struct PolicyNodes(ZkPath Type)
{
    /// <summary>The parent of the access lists.</summary>
    public ZkPath Acls => Type / "Acls";

    /// <summary>The parent of the agls.</summary>
    public ZkPath Agls => Type / "Agls";

    /// <summary>Where agents say that they refuse the present set.</summary>
    public ZkPath Rejections => Type / "rejections";

    /// <summary>The parent of the policies of a kind.</summary>
    public ZkPath Parent(PolicyKind kind) => kind == PolicyKind.Acl ? Acls : Agls;

    /// <summary>A policy.</summary>
    public ZkPath Policy(PolicyKind kind, string name) => Parent(kind) / name;

    /// <summary>What one agent says.</summary>
    public ZkPath Rejection(string agentId) => Rejections / agentId;
}
