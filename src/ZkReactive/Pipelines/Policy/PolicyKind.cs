namespace ZkReactive.Pipelines.Policy;

/// <summary>What a policy decides.</summary>
public enum PolicyKind
{
    /// <summary>An access list: where a user's message goes next, by id range. A node below <c>Acls</c>.</summary>
    Acl,

    /// <summary>A condition taken out of an algorithm: a named decision of its own. A node below <c>Agls</c>.</summary>
    Agl,
}
