namespace ZkReactive.Journal;

/// <summary>How a journal is written.</summary>
public sealed record JournalOptions
{
    /// <summary>The file. Its folder is made when missing.</summary>
    public required string Path { get; init; }

    /// <summary>The clock that stamps events. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What appends survive unless they say otherwise. Default: <see cref="JournalDurability.Disk"/>.</summary>
    public JournalDurability Durability { get; init; } = JournalDurability.Disk;

    /// <summary>How many appends may wait for the writer; further callers wait for a place. 1 to 1,000,000, default 4,096.</summary>
    public int QueueCapacity { get; init; } = 4096;

    /// <summary>After how many events a transaction takes in no further append. 1 to 1,000,000, default 4,096.</summary>
    public int MaxGroup { get; init; } = 4096;

    /// <summary>
    /// Whether the whole file is checked for damage before it is used; takes about a second for a million events.
    /// Without it, damage is found where it is met. Default: false.
    /// </summary>
    public bool VerifyOnOpen { get; init; }

    /// <summary>How often readers look for what another process wrote. 1 ms to 1 min, default 25 ms.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Path);
        ArgumentNullException.ThrowIfNull(Time);
        Bounded(QueueCapacity, nameof(QueueCapacity));
        Bounded(MaxGroup, nameof(MaxGroup));
        ReaderOptions.Validate();
    }

    internal JournalReaderOptions ReaderOptions => new() { Path = Path, Time = Time, PollInterval = PollInterval };

    private static void Bounded(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000_000, name);
    }
}
