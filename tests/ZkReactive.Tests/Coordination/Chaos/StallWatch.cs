using ZkReactive.Tests.Coordination.History;

namespace ZkReactive.Tests.Coordination.Chaos;

/// <summary>Notes when this process did not run for a while, because it was halted or the machine was busy.</summary>
internal static class StallWatch
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    /// <summary>What shorter pauses cannot cause a lock to be trusted too long.</summary>
    private static readonly TimeSpan Noted = TimeSpan.FromMilliseconds(150);

    public static async Task RunAsync(HistoryWriter history, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat, TimeProvider.System);
        var last = HistoryWriter.Now;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var now = HistoryWriter.Now;
                if (TimeProvider.System.GetElapsedTime(last, now) > Noted) history.Note("", HistoryKind.Stalled, "", last, at: now);
                last = now;
            }
        }
        catch (OperationCanceledException)
        {
            // Over.
        }
    }
}
