namespace ZkReactive.Pipelines.Discovery.Probes;

/// <summary>Asks the probes of one registration, side by side and each within its time: up when all are up.</summary>
internal sealed class ProbeRun(IReadOnlyList<ServiceProbe> probes, TimeSpan timeout, TimeProvider time)
{
    /// <summary>What each probe is at, so that one that heeds no token is never asked twice at a time.</summary>
    private readonly Task<ProbeResult>?[] _running = new Task<ProbeResult>?[probes.Count];

    /// <summary>One round.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    internal async Task<ProbeResult> AskAsync(CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(Enumerable.Range(0, probes.Count).Select(index => AskOneAsync(index, cancellationToken))).ConfigureAwait(false);
        var down = results.Where(result => !result.IsUp).ToArray();
        return down.Length > 0
            ? ProbeResult.Down(string.Join("; ", down.Select(result => result.Detail)))
            : ProbeResult.Up(string.Join("; ", results.Select(result => result.Detail).Where(detail => detail.Length > 0)));
    }

    private async Task<ProbeResult> AskOneAsync(int index, CancellationToken cancellationToken)
    {
        if (_running[index] is { IsCompleted: false }) return ProbeResult.Down($"{probes[index]}: the probe before has not ended yet");
        var within = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = _running[index] = AskAndDisposeAsync(probes[index], within);
        try
        {
            var result = await asking.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
            return result.IsUp ? result : result with { Detail = $"{probes[index]}: {result.Detail}" };
        }
        catch (TimeoutException) when (!asking.IsCompleted)
        {
            // Told to end; whether it does is seen when it would be asked next.
            Cancel(within);
            return ProbeResult.Down($"{probes[index]}: no answer within {timeout.TotalSeconds:0.###} s");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A probe that throws says that its service is not to be trusted, whatever it throws.
            return ProbeResult.Down($"{probes[index]}: {e.GetType().Name}: {e.Message}");
        }
    }

    private static async Task<ProbeResult> AskAndDisposeAsync(ServiceProbe probe, CancellationTokenSource within)
    {
        using (within) return await Task.Run(async () => await probe.ProbeAsync(within.Token).ConfigureAwait(false), within.Token).ConfigureAwait(false);
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The probe has just ended.
        }
    }
}
