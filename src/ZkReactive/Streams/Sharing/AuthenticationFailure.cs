using ZkReactive.Client;

namespace ZkReactive.Streams.Sharing;

/// <summary>Says why streams end when the client has given up because of its credentials.</summary>
internal static class AuthenticationFailure
{
    public static AuthFailedException Of(IZkClient client)
    {
        var schemes = client.Options.Auth.Count == 0 ? "unknown" : string.Join(", ", client.Options.Auth.Select(a => a.Scheme).Distinct());
        return new AuthFailedException(
            client.Session.Id,
            schemes,
            $"The stream ended: the server refused the client's credentials (scheme {schemes}). Connect again with the right ones.");
    }
}
