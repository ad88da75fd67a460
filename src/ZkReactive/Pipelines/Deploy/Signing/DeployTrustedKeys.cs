using System.Security.Cryptography;

namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>
/// The keys an agent trusts. Several at once make a rotation possible: trust the new key everywhere, sign with it, then
/// trust the old one no longer.
/// </summary>
public sealed class DeployTrustedKeys
{
    private static readonly string[] Extensions = [".pub", ".pem"];

    private readonly Dictionary<string, DeployPublicKey> _keys;

    private DeployTrustedKeys(IEnumerable<DeployPublicKey> keys) => _keys = keys.DistinctBy(key => key.KeyId).ToDictionary(key => key.KeyId, StringComparer.Ordinal);

    /// <summary>The fingerprints, in order.</summary>
    public IReadOnlyList<string> KeyIds => [.. _keys.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Trusts given keys.</summary>
    /// <exception cref="ArgumentException">There are none: an agent that trusts nobody would deploy nothing.</exception>
    public static DeployTrustedKeys Of(params IReadOnlyCollection<DeployPublicKey> keys) =>
        keys.Count > 0 ? new(keys) : throw new ArgumentException("No keys were given: an agent that trusts none deploys nothing.", nameof(keys));

    /// <summary>
    /// Reads keys from PEM files (SubjectPublicKeyInfo, one or several blocks each) and from directories, of which the files
    /// named <c>*.pub</c> and <c>*.pem</c> count.
    /// </summary>
    /// <exception cref="DeployException">One cannot be read or holds no public key on the curve P-256.</exception>
    public static DeployTrustedKeys Load(params IReadOnlyCollection<string> filesAndDirectories)
    {
        var keys = new List<DeployPublicKey>();
        foreach (var path in filesAndDirectories)
        {
            try
            {
                foreach (var file in Directory.Exists(path) ? InDirectory(path) : [path]) keys.AddRange(Parse(File.ReadAllText(file), file));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new DeployException(DeployErrorIds.KeyInvalid, $"The trusted key '{path}' cannot be read: {e.Message}", e);
            }
        }

        return Of(keys);
    }

    /// <summary>The key with a fingerprint; null when it is not trusted.</summary>
    internal DeployPublicKey? Find(string keyId) => _keys.GetValueOrDefault(keyId);

    private static List<string> InDirectory(string directory)
    {
        var files = Directory.EnumerateFiles(directory).Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new DeployException(DeployErrorIds.KeyInvalid, $"The directory of trusted keys '{directory}' has no file *.pub or *.pem in it.");
    }

    private static List<DeployPublicKey> Parse(string text, string file)
    {
        var keys = new List<DeployPublicKey>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var pem))
        {
            var label = rest[pem.Label].ToString();
            if (label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)) throw Refuse(file, "holds a private key, which has no place on an agent: give the file beside it, '.pub'");
            if (label != "PUBLIC KEY") throw Refuse(file, $"has a block '{label}' in it; only 'PUBLIC KEY' (SubjectPublicKeyInfo) may be there");
            keys.Add(Read(Convert.FromBase64String(rest[pem.Base64Data].ToString()), file));
            rest = rest[pem.Location.End..];
        }

        // Keys that were meant to be trusted and are not would only be noticed when they are needed.
        if (rest.Contains("-----BEGIN", StringComparison.Ordinal)) throw Refuse(file, $"has a PEM block that is broken, after {keys.Count} good ones");
        return keys.Count > 0 ? keys : throw Refuse(file, "holds no key in PEM");
    }

    private static DeployPublicKey Read(byte[] subjectPublicKeyInfo, string file)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out var read);
            if (read != subjectPublicKeyInfo.Length || !DeployPublicKey.IsP256(key)) throw Refuse(file, "has a key that is not on the curve P-256");
        }
        catch (CryptographicException e)
        {
            throw Refuse(file, "has a key that is no elliptic-curve key", e);
        }

        // Written anew: the fingerprint is of the key, not of one of several encodings of it.
        return new(key.ExportSubjectPublicKeyInfo());
    }

    private static DeployException Refuse(string file, string why, Exception? inner = null) =>
        new(DeployErrorIds.KeyInvalid, $"The trusted key '{file}' {why}.", inner);
}
