using ZkReactive.Protocol;

namespace ZkReactive.Streams;

/// <summary>What of a tree is followed. Observers with equal options share one stream.</summary>
public sealed record ObserveTreeOptions
{
    /// <summary>The defaults.</summary>
    internal static readonly ObserveTreeOptions Default = new();

    /// <summary>How many levels below the top are followed: 0 is the top alone, 1 its children too. Default: all; at least 0.</summary>
    public int MaxDepth { get; init; } = int.MaxValue;

    /// <summary>Which nodes are followed; one that is not is left out with all below it. The top is always in. Called often and from any thread: it must be quick and always answer the same. Default: all.</summary>
    public Func<ZkPath, bool>? Filter { get; init; }

    /// <summary>Whether nodes' data is left unread; then changes of data are no differences either. Default: false.</summary>
    public bool KeysOnly { get; init; }

    /// <summary>How many nodes are taken at most; beyond it the stream ends with <see cref="TreeTooLargeException"/>. Default: 1,000,000; at least 1.</summary>
    public int MaxNodes { get; init; } = 1_000_000;

    /// <summary>How many bytes of names, stats and data are taken at most; beyond it the stream ends with <see cref="TreeTooLargeException"/>. Default: 256 MiB; at least 1.</summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MaxDepth, nameof(MaxDepth));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxNodes, 1, nameof(MaxNodes));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes, 1, nameof(MaxBytes));
    }
}
