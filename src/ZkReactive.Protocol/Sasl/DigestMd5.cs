using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ZkReactive.Protocol.Sasl;

/// <summary>
/// What both sides of a DIGEST-MD5 exchange compute, with integrity and confidentiality left to TLS. Source: RFC 2831,
/// section 2.1.2.1; the names: Apache ZooKeeper, <c>SecurityUtils.createSaslServer</c>.
/// </summary>
internal static class DigestMd5
{
    /// <summary>The realm of ZooKeeper's servers.</summary>
    public const string Realm = "zk-sasl-md5";

    /// <summary>The service and the name of the server, as clients name it.</summary>
    public const string Uri = "zookeeper/" + Realm;

    /// <summary>How the connection is protected: not at all.</summary>
    public const string Qop = "auth";

    /// <summary>The count of a nonce that is used once.</summary>
    public const string FirstUse = "00000001";

    /// <summary>Characters that cannot be guessed, from 16 bytes.</summary>
    public static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    /// <summary>The proof that one side knows the password.</summary>
    /// <param name="values">What both sides have agreed upon.</param>
    /// <param name="password">The password.</param>
    /// <param name="ofServer">Whether it is the server's proof to the client.</param>
    public static string Prove(in DigestMd5Values values, string password, bool ofServer)
    {
        // The bytes of the hash, not its digits, begin the text.
        byte[] secret = [.. Hash(Bytes($"{values.User}:{values.Realm}:{password}")), .. Bytes($":{values.Nonce}:{values.ClientNonce}{(values.AuthorizeAs is { } other ? ":" + other : "")}")];
        var what = Hash(Bytes($"{(ofServer ? "" : "AUTHENTICATE")}:{values.Uri}"));
        var all = $"{Hex(Hash(secret))}:{values.Nonce}:{FirstUse}:{values.ClientNonce}:{Qop}:{Hex(what)}";
        return Hex(Hash(Bytes(all)));
    }

    // A name or password outside Latin-1 is taken as UTF-8, any other as Latin-1, as the RFC has it.
    private static byte[] Bytes(string text) => text.All(c => c <= '\u00FF') ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [SuppressMessage("Security", "CA5351", Justification = "The mechanism is defined with MD5; servers know no other without Kerberos.")]
    private static byte[] Hash(byte[] bytes) => MD5.HashData(bytes);
}
