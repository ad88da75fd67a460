namespace ZkReactive.TestKit.Proxies;

/// <summary>In what manner bytes pass a <see cref="RoughProxy"/>.</summary>
public sealed record Road
{
    /// <summary>Everything at once, as it came.</summary>
    public static Road Smooth { get; } = new();

    /// <summary>Byte by byte.</summary>
    public static Road Trickle { get; } = new() { MostBytes = 1 };

    /// <summary>Nothing, as if the other end had gone without a word; what is on its way is kept for later.</summary>
    public static Road Silent { get; } = new() { IsSilent = true };

    /// <summary>How many bytes pass at a time: a random number up to this one, whatever frames they belong to.</summary>
    public int MostBytes { get; init; } = int.MaxValue;

    /// <summary>How long each piece waits: a random time up to this one.</summary>
    public TimeSpan MostDelay { get; init; }

    /// <summary>Whether nothing passes.</summary>
    public bool IsSilent { get; init; }

    /// <summary>How many of a thousand pieces are the last one of their connection, which is reset.</summary>
    public int ResetsInThousand { get; init; }

    /// <summary>How many of a thousand pieces of a server's answers have one bit changed.</summary>
    public int DamagesInThousand { get; init; }
}
