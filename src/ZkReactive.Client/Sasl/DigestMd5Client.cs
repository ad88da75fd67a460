using System.Security.Cryptography;
using System.Text;
using ZkReactive.Protocol.Sasl;

namespace ZkReactive.Client.Sasl;

/// <summary>The client's side of a DIGEST-MD5 exchange, without any I/O: an empty token, an answer to the challenge, and the server's proof.</summary>
internal sealed class DigestMd5Client(string user, string password, string clientNonce)
{
    private DigestMd5Values? _values;

    /// <summary>Takes the server's token.</summary>
    /// <param name="token">The token; null when the server has none.</param>
    /// <param name="answer">What to send next; empty when the exchange is over.</param>
    /// <returns>Why the exchange failed; null when it did not.</returns>
    public string? Take(byte[]? token, out byte[] answer)
    {
        answer = [];
        if (token is not { Length: > 0 }) return "the server is not set up for SASL";
        if (!DigestMd5Text.TryParse(token, out var directives)) return "the server's SASL token cannot be read";
        if (_values is { } values) return IsProof(values, directives) ? null : "the server could not prove that it knows the password";
        if (!directives.TryGetValue("nonce", out var nonce) || directives.GetValueOrDefault("algorithm") != "md5-sess")
            return "the server asks for another SASL mechanism than DIGEST-MD5";
        if (!directives.GetValueOrDefault("qop", DigestMd5.Qop).Split(',', StringSplitOptions.TrimEntries).Contains(DigestMd5.Qop))
            return "the server asks SASL for encryption, which is left to TLS here";

        values = new DigestMd5Values(user, directives.GetValueOrDefault("realm", ""), nonce, clientNonce, DigestMd5.Uri);
        _values = values;
        answer = Encoding.UTF8.GetBytes(
            $"charset=utf-8,username={DigestMd5Text.Quote(user)},realm={DigestMd5Text.Quote(values.Realm)},nonce={DigestMd5Text.Quote(nonce)},nc={DigestMd5.FirstUse},"
            + $"cnonce={DigestMd5Text.Quote(clientNonce)},digest-uri={DigestMd5Text.Quote(values.Uri)},response={DigestMd5.Prove(values, password, ofServer: false)},qop={DigestMd5.Qop}");
        return null;
    }

    private bool IsProof(in DigestMd5Values values, Dictionary<string, string> directives) =>
        directives.TryGetValue("rspauth", out var proof)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(proof), Encoding.UTF8.GetBytes(DigestMd5.Prove(values, password, ofServer: true)));
}
