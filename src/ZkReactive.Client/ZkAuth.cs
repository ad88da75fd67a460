using System.Text;

namespace ZkReactive.Client;

/// <summary>Credentials by which a server recognises the client. They are never logged.</summary>
public sealed class ZkAuth
{
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

    /// <summary>The scheme alone: credentials do not belong in text.</summary>
    public override string ToString() => $"{Scheme}:***";
}
