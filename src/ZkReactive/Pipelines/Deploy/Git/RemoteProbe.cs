using System.Net;
using ZkReactive.Pipelines.Deploy.Effects;

namespace ZkReactive.Pipelines.Deploy.Git;

/// <summary>
/// Tells why a remote cannot be read. git has one exit code for everything, and its words are for people; over HTTP the
/// server's status says whether credentials are the matter.
/// </summary>
internal sealed class RemoteProbe : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Patience }) { Timeout = Patience };

    internal async Task<DeployWorkException> ExplainAsync(string url, GitResult said, CancellationToken cancellationToken)
    {
        var shown = DeployRules.RedactUrl(url);
        return await AsksForCredentialsAsync(url, cancellationToken).ConfigureAwait(false)
            ? new(DeployErrorIds.AuthenticationFailed, $"{shown} asks for credentials that git on this machine does not have: {said.Said}")
            : new(DeployErrorIds.RemoteUnreachable, $"{shown} cannot be reached or read: {said.Said}");
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> AsksForCredentialsAsync(string url, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)) return false;
        try
        {
            var refs = new UriBuilder(uri) { UserName = "", Password = "", Path = uri.AbsolutePath.TrimEnd('/') + "/info/refs", Query = "service=git-upload-pack" }.Uri;
            using var request = new HttpRequestMessage(HttpMethod.Get, refs);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
