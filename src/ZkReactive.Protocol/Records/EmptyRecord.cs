using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>
/// No bytes at all: the body of ping, closeSession and whoAmI requests, and of the replies to delete, closeSession,
/// setWatches, removeWatches, checkWatches and auth.
/// </summary>
public readonly record struct EmptyRecord : IJuteRecord<EmptyRecord>
{
    /// <inheritdoc/>
    public static EmptyRecord Read(ref JuteReader reader) => default;

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
    }
}
