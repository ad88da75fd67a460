namespace ZkReactive.Streams.Trees.Storage;

/// <summary>What is known of a packed node besides its stat.</summary>
[Flags]
internal enum PackedFlags : byte
{
    None = 0,

    /// <summary>Its access control list does not let us read it: it has no stat and no data here.</summary>
    Unreadable = 1,

    /// <summary>Its data was not asked for.</summary>
    KeysOnly = 2,

    /// <summary>Its children may differ from those known here: they were not listed since its pzxid moved.</summary>
    Unlisted = 4,
}
