using System.Net;
using System.Net.Sockets;
using ZkReactive.Client;
using ZkReactive.Ensemble.Status;

namespace ZkReactive.Ensemble;

/// <summary>Looks an ensemble over: names, servers, quorum, what they allow, how they fare, what a session gets and, on this machine, what the files say. Writes nothing.</summary>
public static class EnsembleDoctor
{
    /// <summary>Looks at every server of the connect string and opens one session.</summary>
    /// <returns>The findings, worst first; at least one for each check that could be made.</returns>
    public static async Task<IReadOnlyList<EnsembleFinding>> ExamineAsync(DoctorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var hosts = ZkConnectString.Parse(options.Client.ConnectString).Hosts;
        var names = await Task.WhenAll(hosts.Select(host => ResolveAsync(host, cancellationToken))).ConfigureAwait(false);
        var status = await ServerStatusReader.ReadAsync(options.Client.ConnectString, options.Client.TimeProvider, cancellationToken).ConfigureAwait(false);

        var findings = names.OfType<EnsembleFinding>().ToList();
        if (findings.Count == 0) findings.Add(new(FindingSeverity.Ok, "Dns", null, $"Every name of the connect string has an address ({hosts.Count})."));
        if (options.Ensemble is { } local) findings.AddRange(DirectoryFindings.Of(local, options, DirectoryFindings.FreeBytes));
        findings.AddRange(ServerFindings.Of(status, options));
        findings.Add(status.Any(server => server.IsServing)
            ? await ExamineSessionAsync(options.Client, cancellationToken).ConfigureAwait(false)
            : new(FindingSeverity.Error, "Session", null, "No session was tried, since no server serves.", "Bring a quorum of the servers up first."));
        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }

    private static async Task<EnsembleFinding?> ResolveAsync(ZkHost host, CancellationToken cancellationToken)
    {
        try
        {
            await Dns.GetHostAddressesAsync(host.Name, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (SocketException e)
        {
            return new(FindingSeverity.Error, "Dns", host.ToString(), $"The name '{host.Name}' has no address: {e.Message}.", "Correct the name, or add it to the DNS or the hosts file.");
        }
    }

    private static async Task<EnsembleFinding> ExamineSessionAsync(ZkClientOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var client = await ZkClient.ConnectAsync(options, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false)) return ServerFindings.OfSession(options.SessionTimeout, client.Session.NegotiatedTimeout);
        }
        catch (ZkException e)
        {
            return new(FindingSeverity.Error, "Session", null, $"No session could be opened: {e.Message}", "Check the credentials, and that the quorum is up.");
        }
    }
}
