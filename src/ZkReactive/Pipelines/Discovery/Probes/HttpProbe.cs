using System.Buffers;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ZkReactive.Pipelines.Discovery.Probes;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>Up when an HTTP request is answered with the right status and, where asked for, the right text.</summary>
/// <remarks>Each request has a connection of its own, as a new client would; redirects are not followed and proxies not used.</remarks>
public sealed class HttpProbe : ServiceProbe, IDisposable
{
    /// <summary>How much of an answer is looked through.</summary>
    private const int MostBody = 64 * 1024;

    private readonly HttpClient _client;

    /// <summary>Why the certificate of the request that is under way was refused; a probe is never asked twice at a time.</summary>
    private volatile string? _refusal;

    /// <summary>Makes one.</summary>
    /// <param name="uri">What to get, <c>http</c> or <c>https</c>.</param>
    /// <param name="expected">Which answers are right; null for <see cref="HttpExpectation.Default"/>.</param>
    public HttpProbe(Uri uri, HttpExpectation? expected = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (uri.Scheme is not ("http" or "https")) throw new ArgumentException($"'{uri}' is not an http or https address.", nameof(uri));
        Uri = uri;
        Expected = expected ?? HttpExpectation.Default;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = IsAccepted },
        };
        _client = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>What is got.</summary>
    public Uri Uri { get; }

    /// <summary>Which answers are right.</summary>
    public HttpExpectation Expected { get; }

    /// <inheritdoc/>
    public override async ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        _refusal = null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Uri);
            request.Headers.ConnectionClose = true;
            request.Headers.TryAddWithoutValidation("User-Agent", "zkreactive-probe");
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            var detail = string.Create(CultureInfo.InvariantCulture, $"status {status}");
            if (status < Expected.LowestStatus || status > Expected.HighestStatus) return ProbeResult.Down(detail);
            if (Expected.BodyContains is not { } text || await ContainsAsync(response, text, cancellationToken).ConfigureAwait(false)) return ProbeResult.Up(detail);
            return ProbeResult.Down($"{detail}, but the answer does not contain '{text}'");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return ProbeResult.Down(_refusal ?? e.InnerException?.Message ?? e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <inheritdoc/>
    public override string ToString() => Uri.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);

    private bool IsAccepted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None || Expected.IgnoresCertificate) return true;
        _refusal = CertificateRefusal.Describe(Uri.IdnHost, certificate, chain, errors);
        return false;
    }

    private static async Task<bool> ContainsAsync(HttpResponseMessage response, string text, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MostBody);
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                var length = await body.ReadAtLeastAsync(buffer.AsMemory(0, MostBody), MostBody, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return buffer.AsSpan(0, length).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
