using ZkReactive.Pipelines.Discovery;

namespace ZkReactive.Pipelines.Deploy.Checks;

/// <summary>Tries a health check until it passes or its time is over.</summary>
internal sealed class HealthProbe(CommandRunner commands, TimeProvider time)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Null when it passed; else why it did not, in words.</summary>
    /// <exception cref="OperationCanceledException">The token fired; nothing is left running.</exception>
    internal async Task<string?> CheckAsync(DeployHealthCheck check, Func<string, IReadOnlyList<string>, CheckedCommand> describe, CancellationToken cancellationToken)
    {
        var timeout = check.TimeoutSeconds is > 0 and { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(1).TotalSeconds)) : DefaultTimeout;
        var began = time.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            var left = timeout - time.GetElapsedTime(began);
            var reason = await TryAsync(check, describe, left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1), cancellationToken).ConfigureAwait(false);
            if (reason is null) return null;
            if (time.GetElapsedTime(began) + pause >= timeout) return $"The health check {Name(check)} did not pass within {timeout}: {reason}";
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static string Name(DeployHealthCheck check) => check.Tcp is { } tcp ? $"of tcp {tcp}" : check.Http is { } http ? $"of {DeployRules.RedactUrl(http)}" : $"'{check.Command}'";

    private async Task<string?> TryAsync(DeployHealthCheck check, Func<string, IReadOnlyList<string>, CheckedCommand> describe, TimeSpan left, CancellationToken cancellationToken)
    {
        if (check.Command is { } program) return (await commands.RunAsync(describe(program, check.Arguments), left, cancellationToken).ConfigureAwait(false)).Reason;
        // The last attempt may go a little beyond the end: cut short, it would hide what the others found.
        var attempt = left < ShortestAttempt ? ShortestAttempt : left < LongestAttempt ? left : LongestAttempt;
        using var limit = new CancellationTokenSource(attempt, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var result = await AskAsync(check, either.Token).ConfigureAwait(false);
            return result.IsUp ? null : result.Detail;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {attempt}.";
        }
    }

    /// <summary>Asks as the registration of a service does: the same probes, the same words.</summary>
    private static async Task<ProbeResult> AskAsync(DeployHealthCheck check, CancellationToken cancellationToken)
    {
        if (check.Tcp is { } address)
        {
            var (host, port) = DeployCheckRules.Address(address)!.Value;
            return await new TcpProbe(host, port).ProbeAsync(cancellationToken).ConfigureAwait(false);
        }

        using var probe = new HttpProbe(new Uri(check.Http!));
        return await probe.ProbeAsync(cancellationToken).ConfigureAwait(false);
    }
}
