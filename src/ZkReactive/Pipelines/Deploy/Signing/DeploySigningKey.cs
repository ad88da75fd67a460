using System.Security.Cryptography;

namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>The private half of a deploy key: what signs manifests. ECDSA on the curve P-256.</summary>
public sealed class DeploySigningKey : IDisposable
{
    private const string PrivateLabel = "PRIVATE KEY";

    private readonly ECDsa _key;

    private DeploySigningKey(ECDsa key)
    {
        _key = key;
        PublicKey = new DeployPublicKey(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>Its fingerprint: the SHA-256 of the public half (SubjectPublicKeyInfo, DER), in hex.</summary>
    public string KeyId => PublicKey.KeyId;

    /// <summary>The public half.</summary>
    public DeployPublicKey PublicKey { get; }

    /// <summary>Makes a new key pair.</summary>
    public static DeploySigningKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>
    /// Makes a new key pair and writes it: the private half to <paramref name="file"/>, readable by its owner only, the public
    /// half beside it with <c>.pub</c> appended.
    /// </summary>
    /// <exception cref="DeployException">One of the files is there already, or the disk refuses.</exception>
    public static DeployKeyFile CreateFile(string file)
    {
        var full = Path.GetFullPath(file);
        var publicFile = full + ".pub";
        foreach (var taken in new[] { full, publicFile }.Where(Path.Exists))
        {
            throw new DeployException(DeployErrorIds.KeyInvalid, $"'{taken}' is there already and was left as it is: a key that is lost cannot be had again. Choose another name, or move it away.");
        }

        using var key = Create();
        try
        {
            ProtectedFile.Write(full, key._key.ExportPkcs8PrivateKeyPem() + "\n");
            File.WriteAllText(publicFile, key.PublicKey.ToPem() + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeployException(DeployErrorIds.DiskFailed, $"The key cannot be written to '{full}': {e.Message}", e);
        }

        return new(key.KeyId, full, publicFile);
    }

    /// <summary>Reads a private key from a PEM file in PKCS#8.</summary>
    /// <exception cref="DeployException">It cannot be read, others than its owner may read it, or it holds no such key.</exception>
    public static DeploySigningKey Load(string file)
    {
        string text;
        try
        {
            text = ProtectedFile.Read(Path.GetFullPath(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeployException(DeployErrorIds.KeyInvalid, $"The signing key '{file}' cannot be read: {e.Message}", e);
        }

        return Parse(text, file);
    }

    /// <summary>The signature of some content: ECDSA over its SHA-256, as DER (RFC 3279).</summary>
    internal byte[] Sign(ReadOnlySpan<byte> content) => _key.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static DeploySigningKey Parse(string text, string file)
    {
        if (!PemEncoding.TryFind(text, out var pem)) throw Refuse(file, "has no PEM block");
        var label = text[pem.Label];
        if (label == "ENCRYPTED PRIVATE KEY") throw Refuse(file, "is encrypted with a passphrase, for which nobody could be asked; decrypt it with 'openssl pkcs8 -topk8 -nocrypt'");
        if (label != PrivateLabel) throw Refuse(file, $"has a block '{label}'; '{PrivateLabel}' (PKCS#8) is needed, which 'openssl pkcs8 -topk8 -nocrypt' writes");

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(text.AsSpan()[pem.Location]);
            if (!DeployPublicKey.IsP256(key)) throw Refuse(file, "is not on the curve P-256");
            return new(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw Refuse(file, "holds no elliptic-curve key", e);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static DeployException Refuse(string file, string why, Exception? inner = null) =>
        new(DeployErrorIds.KeyInvalid, $"The signing key '{file}' {why}. 'zkr deploy key new' or New-ZkDeployKey makes one.", inner);
}
