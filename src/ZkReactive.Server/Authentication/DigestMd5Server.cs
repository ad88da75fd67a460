using System.Security.Cryptography;
using System.Text;
using ZkReactive.Protocol.Sasl;

namespace ZkReactive.Server.Authentication;

/// <summary>The server's side of a DIGEST-MD5 exchange on one connection, without any I/O.</summary>
internal sealed class DigestMd5Server(IReadOnlyDictionary<string, string> passwords, string nonce)
{
    private bool _isAsked;

    /// <summary>Who has authenticated; null as long as nobody has.</summary>
    public string? User { get; private set; }

    /// <summary>Takes a client's token: the first gets the challenge, the second the server's own proof.</summary>
    /// <returns>What to answer; null when the client did not prove that it knows a user's password.</returns>
    public string? Take(ReadOnlySpan<byte> token)
    {
        if (User is not null) return "";
        if (!_isAsked)
        {
            _isAsked = true;
            return $"realm={DigestMd5Text.Quote(DigestMd5.Realm)},nonce={DigestMd5Text.Quote(nonce)},charset=utf-8,algorithm=md5-sess,qop={DigestMd5Text.Quote(DigestMd5.Qop)}";
        }

        if (!DigestMd5Text.TryParse(token, out var directives)) return null;
        var values = new DigestMd5Values(
            directives.GetValueOrDefault("username", ""), directives.GetValueOrDefault("realm", ""), directives.GetValueOrDefault("nonce", ""),
            directives.GetValueOrDefault("cnonce", ""), directives.GetValueOrDefault("digest-uri", ""), directives.GetValueOrDefault("authzid"));
        if (values.Nonce != nonce || values.Realm != DigestMd5.Realm || directives.GetValueOrDefault("nc") != DigestMd5.FirstUse
            || directives.GetValueOrDefault("qop", DigestMd5.Qop) != DigestMd5.Qop || !passwords.TryGetValue(values.User, out var password))
        {
            return null;
        }

        var proof = Encoding.UTF8.GetBytes(DigestMd5.Prove(values, password, ofServer: false));
        if (!CryptographicOperations.FixedTimeEquals(proof, Encoding.UTF8.GetBytes(directives.GetValueOrDefault("response", "")))) return null;
        User = values.User;
        return $"rspauth={DigestMd5.Prove(values, password, ofServer: true)}";
    }
}
