namespace ZkReactive.Protocol;

/// <summary>Questions asked of a <see cref="CreateMode"/>.</summary>
public static class CreateModeExtensions
{
    /// <summary>Whether the node dies with its session.</summary>
    public static bool IsEphemeral(this CreateMode mode) => mode is CreateMode.Ephemeral or CreateMode.EphemeralSequential;

    /// <summary>Whether the server appends a counter to the name.</summary>
    public static bool IsSequential(this CreateMode mode) =>
        mode is CreateMode.PersistentSequential or CreateMode.EphemeralSequential or CreateMode.PersistentSequentialWithTtl;

    /// <summary>Whether a time to live goes with the request.</summary>
    public static bool HasTtl(this CreateMode mode) => mode is CreateMode.PersistentWithTtl or CreateMode.PersistentSequentialWithTtl;
}
