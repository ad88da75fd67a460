using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ZkReactive.Server.Authentication;

/// <summary>
/// A user as ACLs of the scheme <c>digest</c> have it: the name, and the Base64 of the SHA-1 of name and password. Source:
/// Apache ZooKeeper, <c>DigestAuthenticationProvider.generateDigest</c>.
/// </summary>
internal static class DigestId
{
    /// <summary>The id of <c>user:password</c>.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The digest scheme is defined with SHA-1; ACLs of existing trees hold its hashes.")]
    public static string Of(ReadOnlySpan<byte> secret) => $"{Encoding.UTF8.GetString(secret).Split(':', 2)[0]}:{Convert.ToBase64String(SHA1.HashData(secret))}";

    /// <summary>Whether it is a name and a hash.</summary>
    public static bool IsWellFormed(string id)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        return id.Split(':') is [{ Length: > 0 }, var text] && Convert.TryFromBase64String(text, hash, out var length) && length == hash.Length;
    }
}
