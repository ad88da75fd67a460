using ZkReactive.Client;
using ZkReactive.Ensemble.Status;

namespace ZkReactive.Ensemble;

/// <summary>Asks servers where they stand, with the four-letter words <c>srvr</c> and <c>mntr</c>; needs no session.</summary>
public static class ServerStatusReader
{
    /// <summary>
    /// Asks every server of a connect string at the same time. A server that does not answer is told as such; one that
    /// allows <c>srvr</c> only tells what that has.
    /// </summary>
    /// <exception cref="ArgumentException">The connect string cannot be read.</exception>
    public static async Task<IReadOnlyList<ZkServerStatus>> ReadAsync(
        string connectString, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        var time = timeProvider ?? TimeProvider.System;
        var hosts = ZkConnectString.Parse(connectString).Hosts;
        return ServerReport.WithLag(
            await Task.WhenAll(hosts.Select(host => ReadServerAsync(host, withDetails: true, time, cancellationToken))).ConfigureAwait(false));
    }

    internal static async Task<ZkServerStatus> ReadServerAsync(ZkHost host, bool withDetails, TimeProvider time, CancellationToken cancellationToken)
    {
        var srvr = await FourLetterWord.AskAsync(host, "srvr", time, cancellationToken).ConfigureAwait(false);
        var mntr = withDetails && srvr.Text is not null
            ? await FourLetterWord.AskAsync(host, "mntr", time, cancellationToken).ConfigureAwait(false)
            : default;
        return ServerReport.Read(host, srvr, mntr);
    }
}
