namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>What stands at a target.</summary>
internal enum TargetKind
{
    /// <summary>Nothing, or an empty directory.</summary>
    Free,

    /// <summary>A link that this agent made to one of its releases.</summary>
    Link,

    /// <summary>A working tree that this agent made.</summary>
    Tree,

    /// <summary>Something else.</summary>
    Foreign,
}
