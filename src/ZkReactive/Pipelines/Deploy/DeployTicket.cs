using System.Globalization;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>One state of the manifest node, read: what is wanted, under which deploy id.</summary>
/// <param name="DeployId">The manifest's own id, or one made of the node's mzxid, so that all agents agree.</param>
/// <param name="Manifest">The manifest, secrets included; null when it cannot be read.</param>
/// <param name="Problems">What is wrong with it.</param>
/// <param name="Zxid">The transaction that wrote it.</param>
/// <param name="Version">The node's version.</param>
/// <param name="Data">The node's bytes.</param>
internal sealed record DeployTicket(
    string DeployId,
    DeployManifest? Manifest,
    IReadOnlyList<DeployProblem> Problems,
    Zxid Zxid,
    NodeVersion Version,
    ReadOnlyMemory<byte> Data)
{
    /// <summary>Reads the node; null when it is absent or empty, for an agent that registers first makes it without data.</summary>
    internal static DeployTicket? Read(Stat? stat, ReadOnlyMemory<byte> data)
    {
        if (stat is not { } found || data.IsEmpty) return null;
        var result = DeployManifestJson.Read(data.Span);
        // A broken manifest never speaks for the id that it carries: that deploy may have results already.
        return new(result.Manifest?.DeployId ?? IdOf(found.Mzxid), result.Manifest, result.Problems, found.Mzxid, found.Version, data);
    }

    /// <summary>The ticket without the id it carries, as a broken manifest has none.</summary>
    internal DeployTicket Anonymous() => this with { DeployId = IdOf(Zxid) };

    private static string IdOf(Zxid written) => "z" + written.Value.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>The ticket as one agent sees it: refused when the URL's scheme is not allowed there.</summary>
    internal DeployTicket As(DeployUrlSchemes allowed) =>
        Manifest is { } manifest && DeployRules.Check(manifest, allowed) is { Count: > 0 } problems ? this with { Manifest = null, Problems = problems } : this;
}
