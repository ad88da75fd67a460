namespace ZkReactive.Journal;

/// <summary>How much of a journal to keep. Each bound that is set must hold; none set keeps everything.</summary>
public sealed record JournalRetention
{
    /// <summary>Events older than this go. Null, the default: age does not matter.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The oldest go until no more than these are left. Null, the default: number does not matter.</summary>
    public long? MaxEvents { get; init; }

    /// <summary>The oldest go until the file uses about as many bytes, write-ahead log not counted. Null, the default: size does not matter.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is zero or negative.</exception>
    public void Validate()
    {
        if (MaxAge is { } age) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(age, TimeSpan.Zero, nameof(MaxAge));
        if (MaxEvents is { } events) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(events, nameof(MaxEvents));
        if (MaxBytes is { } bytes) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes, nameof(MaxBytes));
    }
}
