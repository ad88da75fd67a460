using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>Signs manifests. Pure but for the randomness in every signature.</summary>
public static class DeploySigner
{
    /// <summary>The one algorithm: ECDSA on P-256 over the SHA-256 of the signed content; the signature as DER, in base64.</summary>
    public const string Algorithm = "ecdsa-p256-sha256";

    /// <summary>Beyond this not every language reads a number of JSON's exactly.</summary>
    internal const long MaxSequence = (1L << 53) - 1;

    /// <summary>How far a manifest's number may be ahead of the clock and still be counted on from: more is no clock's error.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>Signs a manifest for one manifest node.</summary>
    /// <param name="manifest">The manifest; a signature that it has is replaced.</param>
    /// <param name="serverPath">The manifest node as the server knows it, a chroot included: <see cref="ServerPath"/>.</param>
    /// <param name="sequence">Its number; agents refuse any below the newest they have seen. 0 to 2^53 - 1.</param>
    /// <param name="key">The key.</param>
    public static DeployManifest Sign(DeployManifest manifest, ZkPath serverPath, long sequence, DeploySigningKey key)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, MaxSequence);
        var unsigned = manifest with { Signature = new DeploySignature(key.KeyId, Algorithm, "") { Path = serverPath.Value, Sequence = sequence } };
        var value = Convert.ToBase64String(key.Sign(SignedContent.Of(DeployManifestJson.Write(unsigned))));
        return unsigned with { Signature = unsigned.Signature with { Value = value } };
    }

    /// <summary>
    /// The number of the next manifest: milliseconds of the Unix epoch, or one more than the present manifest's when a
    /// publisher's clock was ahead.
    /// </summary>
    public static long NextSequence(DateTimeOffset now, DeployManifest? present)
    {
        var clock = Math.Clamp(now.ToUnixTimeMilliseconds(), 0, MaxSequence);
        // Whoever may write the node could put any number there: one that no clock explains is not counted on from.
        return present?.Signature?.Sequence is { } last && last >= clock && last < (now + Ahead).ToUnixTimeMilliseconds() ? last + 1 : clock;
    }

    /// <summary>The path of a node as the server knows it: the chroot of the client's connect string in front.</summary>
    public static ZkPath ServerPath(IZkClient client, ZkPath path)
    {
        var chroot = ZkConnectString.Parse(client.Options.ConnectString).Chroot;
        return chroot.IsRoot ? path : path.IsRoot ? chroot : ZkPath.Parse(chroot.Value + path.Value);
    }
}
