using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ZkReactive.Pipelines.Discovery.Probes;

/// <summary>Says in a line why a certificate is refused, and what would help: the handshake itself only says that it failed.</summary>
internal static class CertificateRefusal
{
    internal static string Describe(string host, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return "the server has no certificate";
        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)) reasons.Add(ChainProblem(chain));
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) reasons.Add($"it is not for '{host}'");
        return $"the certificate '{certificate.Subject}' is refused: {string.Join(", and ", reasons)}. Trust its authority on this machine, or let the probe take any certificate";
    }

    private static string ChainProblem(X509Chain? chain)
    {
        var problems = (chain?.ChainStatus ?? []).Select(status => status.Status).Distinct().ToArray();
        return problems switch
        {
            _ when problems.Contains(X509ChainStatusFlags.NotTimeValid) => "it has expired, or is not valid yet",
            _ when problems.Contains(X509ChainStatusFlags.UntrustedRoot) || problems.Contains(X509ChainStatusFlags.PartialChain) => "nobody that this machine trusts has signed it",
            [] => "it cannot be verified",
            _ => $"it cannot be verified ({string.Join(", ", problems)})",
        };
    }
}
