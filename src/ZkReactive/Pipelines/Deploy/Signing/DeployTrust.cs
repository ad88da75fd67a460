using System.Globalization;
using System.Security.Cryptography;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>Decides whether an agent with keys may act on a manifest. Pure.</summary>
internal static class DeployTrust
{
    private const int ShownDigits = 16;

    /// <summary>Checks a manifest that could be read.</summary>
    /// <param name="data">The node's bytes.</param>
    /// <param name="manifest">What was read from them.</param>
    /// <param name="serverPath">The node it stands in, as the server knows it.</param>
    /// <param name="keys">Whom to trust.</param>
    /// <param name="newest">The newest manifest accepted for this node; null before the first.</param>
    internal static DeploySignatureCheck Check(ReadOnlyMemory<byte> data, DeployManifest manifest, ZkPath serverPath, DeployTrustedKeys keys, DeploySignatureMark? newest)
    {
        if (manifest.Signature is not { } signature)
            return Refuse(DeployErrorIds.SignatureMissing, "The manifest is not signed, and this agent deploys only what a trusted key has signed. Publish it with --sign-key or -SigningKey.");
        if (signature.Algorithm != DeploySigner.Algorithm)
            return Refuse(DeployErrorIds.SignatureInvalid, $"The manifest is signed by the algorithm {DeployRules.Quote(signature.Algorithm)}; '{DeploySigner.Algorithm}' is needed.");
        if (keys.Find(signature.KeyId) is not { } key)
            return Refuse(DeployErrorIds.KeyNotTrusted, $"The manifest is signed by the key {Short(signature.KeyId)}, which this agent does not trust; it trusts {string.Join(", ", keys.KeyIds.Select(Short))}.");

        byte[] content;
        try
        {
            content = SignedContent.Of(data);
        }
        catch (FormatException e)
        {
            return Refuse(DeployErrorIds.SignatureInvalid, $"The manifest's signature cannot be checked: {e.Message}.");
        }

        if (!IsSignedBy(key, content, signature.Value))
            return Refuse(DeployErrorIds.SignatureInvalid, $"The manifest is not what the key {Short(signature.KeyId)} has signed: it was altered since, or the signature was made over something else.");
        if (signature.Path != serverPath.Value)
            return Refuse(DeployErrorIds.SignedForOtherPath, $"The manifest was signed for {DeployRules.Quote(signature.Path ?? "no path")} and stands at '{serverPath}': somebody has moved it. Publish it here instead.");
        if (signature.Sequence is not { } sequence)
            return Refuse(DeployErrorIds.SignatureInvalid, "The manifest's signature has no sequence, by which an older manifest could be told from a newer one.");

        var mark = new DeploySignatureMark(sequence, Convert.ToHexStringLower(SHA256.HashData(content)));
        if (newest is null || sequence > newest.Sequence || mark == newest) return new(null, mark);
        return Refuse(
            DeployErrorIds.ManifestReplayed,
            $"The manifest was signed earlier (sequence {Number(sequence)}) than one that this agent has seen here (sequence {Number(newest.Sequence)}): an older one was put back. To go back, publish it anew or undo with the key.");
    }

    private static bool IsSignedBy(DeployPublicKey key, byte[] content, string value)
    {
        var signature = new byte[value.Length];
        return Convert.TryFromBase64String(value, signature, out var length) && key.Verifies(content, signature.AsSpan(0, length));
    }

    private static DeploySignatureCheck Refuse(string errorId, string message) => new(new("signature", message, errorId), null);

    /// <summary>Enough of a fingerprint to tell keys apart; it may be anything, for it is what the manifest says.</summary>
    private static string Short(string keyId) => DeployRules.Quote(keyId.Length <= ShownDigits ? keyId : keyId[..ShownDigits] + "…");

    private static string Number(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);
}
