using ZkReactive.Client;

namespace ZkReactive.Ensemble;

/// <summary>What the doctor holds an ensemble against.</summary>
public sealed record DoctorOptions
{
    /// <summary>How the session is opened that is looked at: connect string, time-out, limits, credentials.</summary>
    public ZkClientOptions Client { get; init; } = new();

    /// <summary>The ensemble on this machine whose files are looked at too; null for servers elsewhere. Default: null.</summary>
    public ZkEnsemble? Ensemble { get; init; }

    /// <summary>More watches on one server than this are a warning. Default: 100,000; at least 1.</summary>
    public long MostWatches { get; init; } = 100_000;

    /// <summary>More transactions behind the leader than this are a warning. Default: 1,000; at least 1.</summary>
    public long MostLag { get; init; } = 1_000;

    /// <summary>More requests waiting on one server than this are a warning. Default: 100; at least 1.</summary>
    public long MostOutstanding { get; init; } = 100;

    /// <summary>
    /// A longer mean time from request to answer than this is a warning, on servers that have answered some: the first few are
    /// slow on every server, while its code is still being compiled. Default: 50 ms; more than zero.
    /// </summary>
    public TimeSpan SlowAnswer { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Less room than this on a disk where <see cref="Ensemble"/> writes is a warning. Default: 1 GiB; not negative.</summary>
    public long LeastFreeBytes { get; init; } = 1L << 30;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds; the message names property, value and bound.</exception>
    public void Validate()
    {
        Client.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(MostWatches, 1, nameof(MostWatches));
        ArgumentOutOfRangeException.ThrowIfLessThan(MostLag, 1, nameof(MostLag));
        ArgumentOutOfRangeException.ThrowIfLessThan(MostOutstanding, 1, nameof(MostOutstanding));
        ArgumentOutOfRangeException.ThrowIfNegative(LeastFreeBytes, nameof(LeastFreeBytes));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SlowAnswer, TimeSpan.Zero, nameof(SlowAnswer));
    }
}
