using System.Net.Sockets;

namespace ZkReactive.Pipelines.Deploy.Checks;

/// <summary>Tries a health check until it passes or its time is over.</summary>
internal sealed class HealthProbe(CommandRunner commands, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>What is checked is on this machine or near: no proxy. A redirect is not the answer that was asked for.</summary>
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

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

    public void Dispose() => _http.Dispose();

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
            return check.Tcp is { } address ? await ConnectAsync(address, either.Token).ConfigureAwait(false) : await GetAsync(check.Http!, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {attempt}.";
        }
        catch (Exception e) when (e is SocketException or HttpRequestException or IOException)
        {
            return e.Message;
        }
    }

    private static async Task<string?> ConnectAsync(string address, CancellationToken cancellationToken)
    {
        var (host, port) = DeployCheckRules.Address(address)!.Value;
        using var client = new TcpClient();
        await client.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task<string?> GetAsync(string url, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode ? null : $"it answered with status {(int)response.StatusCode}.";
    }
}
