using System.Text;

namespace ZkReactive.Client;

/// <summary>Credentials by which a server recognises the client. They are never logged.</summary>
public sealed class ZkAuth
{
    internal const string SaslScheme = "sasl";

    private readonly byte[] _credential;

    /// <summary>Takes a scheme (for instance <c>digest</c>) and its credential bytes.</summary>
    public ZkAuth(string scheme, ReadOnlySpan<byte> credential)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        Scheme = scheme;
        _credential = credential.ToArray();
    }

    /// <summary>How the credential is to be read.</summary>
    public string Scheme { get; }

    /// <summary>The credential.</summary>
    public ReadOnlyMemory<byte> Credential => _credential;

    /// <summary>A user name and password.</summary>
    public static ZkAuth Digest(string user, string password) => new("digest", Encoding.UTF8.GetBytes($"{user}:{password}"));

    /// <summary>
    /// A user name and password for SASL with DIGEST-MD5: unlike <see cref="Digest"/>, the password does not go over the wire,
    /// and the server proves that it knows it. A client takes one of these.
    /// </summary>
    public static ZkAuth Sasl(string user, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(password);
        if (user.Contains(':', StringComparison.Ordinal)) throw new ArgumentException("A user's name has no colon.", nameof(user));
        return new(SaslScheme, Encoding.UTF8.GetBytes($"{user}:{password}"));
    }

    /// <summary>Whether it is given in an exchange of its own, in place of an auth packet.</summary>
    internal bool IsSasl => Scheme == SaslScheme;

    /// <summary>The user name and password.</summary>
    internal (string User, string Password) ToUserAndPassword() =>
        Encoding.UTF8.GetString(_credential).Split(':', 2) is [var user, var password] ? (user, password) : (Encoding.UTF8.GetString(_credential), "");

    /// <summary>The scheme alone: credentials do not belong in text.</summary>
    public override string ToString() => $"{Scheme}:***";
}
