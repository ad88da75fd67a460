using System.Security.Cryptography;

namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>The public half of a deploy key: what tells whether a signature is its owner's.</summary>
public sealed class DeployPublicKey
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly byte[] _subjectPublicKeyInfo;

    internal DeployPublicKey(byte[] subjectPublicKeyInfo)
    {
        _subjectPublicKeyInfo = subjectPublicKeyInfo;
        KeyId = Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo));
    }

    /// <summary>Its fingerprint: the SHA-256 of the key (SubjectPublicKeyInfo, DER), in hex.</summary>
    public string KeyId { get; }

    /// <summary>The key as PEM, one block <c>PUBLIC KEY</c>.</summary>
    public string ToPem() => PemEncoding.WriteString("PUBLIC KEY", _subjectPublicKeyInfo);

    /// <summary>Whether a signature (DER) over some content is this key's.</summary>
    internal bool Verifies(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        // A key object of .NET's is not safe for use by several threads; importing one costs little.
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_subjectPublicKeyInfo, out _);
        return key.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>Whether a key is on the one curve that is used here.</summary>
    internal static bool IsP256(ECDsa key) => key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256;
}
