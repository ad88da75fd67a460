namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// When a failed deploy is tried again by itself: after causes that pass (the remote or the disk), with growing pauses and
/// jitter, for as long as the manifest asks for it. A commit that does not exist will not come to exist by trying.
/// </summary>
public sealed record DeployRetryPolicy
{
    /// <summary>The pause before the first further attempt, at most. Default: 10 seconds; more than zero.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>No pause is longer. Default: 10 minutes; not less than <see cref="FirstPause"/>.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether an error is one that may pass by itself.</summary>
    public static bool IsTransient(string errorId) =>
        errorId is DeployErrorIds.RemoteUnreachable or DeployErrorIds.FetchFailed or DeployErrorIds.GitTimeout or DeployErrorIds.DiskFailed;

    /// <summary>The pause after a failed attempt, counted from 1: doubled each time, and of that a half to the whole by <paramref name="chance"/> from 0 to 1.</summary>
    public TimeSpan PauseAfter(int attempt, double chance)
    {
        var ceiling = Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, Math.Clamp(attempt - 1, 0, 30)));
        return TimeSpan.FromMilliseconds((ceiling / 2) + (chance * ceiling / 2));
    }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstPause, TimeSpan.Zero, nameof(FirstPause));
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestPause, FirstPause, nameof(LongestPause));
    }
}
