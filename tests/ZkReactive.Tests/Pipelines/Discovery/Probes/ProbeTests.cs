using System.Net;
using System.Net.Sockets;
using System.Text;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.TestKit.Tls;

namespace ZkReactive.Tests.Pipelines.Discovery.Probes;

public sealed class ProbeTests
{
    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System).Token;

    [Fact]
    public async Task Tcp_is_up_while_somebody_listens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var probe = new TcpProbe("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.True((await probe.ProbeAsync(Soon)).IsUp);
        listener.Stop();
        Assert.Equal(ProbeResult.Down("connection refused"), await probe.ProbeAsync(Soon));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK", "all is well", null, true)]
    [InlineData("HTTP/1.1 204 No Content", "", null, true)]
    [InlineData("HTTP/1.1 200 OK", "all is well", "is well", true)]
    [InlineData("HTTP/1.1 200 OK", "maintenance", "is well", false)]
    [InlineData("HTTP/1.1 503 Service Unavailable", "all is well", null, false)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /elsewhere", "", null, false)]
    [InlineData("nonsense", "", null, false)]
    public async Task Http_looks_at_status_and_text(string head, string body, string? contains, bool isUp)
    {
        using var server = new OneAnswerServer($"{head}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
        using var probe = new HttpProbe(new Uri($"http://127.0.0.1:{server.Port}/health"), new HttpExpectation { BodyContains = contains });
        var result = await probe.ProbeAsync(Soon);
        Assert.True(result.IsUp == isUp, result.Detail);
    }

    [Theory]
    [InlineData("200-399", "302 Found", true)]
    [InlineData("200-301", "302 Found", false)]
    [InlineData("302", "302 Found", true)]
    [InlineData("204", "200 OK", false)]
    public async Task Http_takes_the_statuses_that_are_asked_for(string status, string answer, bool isUp)
    {
        using var server = new OneAnswerServer($"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        var probe = ServiceProbe.Parse($"http://127.0.0.1:{server.Port}/", "10.0.0.5", 8080, HttpExpectation.Default.WithStatus(status));
        var result = await probe.ProbeAsync(Soon);
        Assert.True(result.IsUp == isUp, result.Detail);
        (probe as IDisposable)?.Dispose();
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("99")]
    [InlineData("1000")]
    [InlineData("300-200")]
    [InlineData("200-299-300")]
    [InlineData("-200")]
    public void What_is_no_status_is_refused(string text) =>
        Assert.Contains($"'{text}'", Assert.Throws<ArgumentException>(() => HttpExpectation.Default.WithStatus(text)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Https_to_a_plain_server_is_down_and_says_why()
    {
        using var server = new OneAnswerServer("HTTP/1.1 200 OK\r\n\r\n");
        using var probe = new HttpProbe(new Uri($"https://127.0.0.1:{server.Port}/"));
        var result = await probe.ProbeAsync(Soon);
        Assert.False(result.IsUp);
        Assert.NotEmpty(result.Detail);
    }

    [Fact]
    public async Task Http_that_is_not_answered_ends_with_its_token()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var probe = new HttpProbe(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        using var stop = new CancellationTokenSource();
        var probing = probe.ProbeAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probing);
    }

    [Fact]
    public async Task A_command_is_up_when_it_ends_with_nothing()
    {
        Assert.Equal(ProbeResult.Up("fine"), await new CommandProbe("git", "-c", "alias.say=!echo fine", "say").ProbeAsync(Soon));
        var down = await new CommandProbe("git", "no-such-verb").ProbeAsync(Soon);
        Assert.False(down.IsUp);
        Assert.StartsWith("exit code 1", down.Detail, StringComparison.Ordinal);
        Assert.Contains("cannot be started", (await new CommandProbe("no-such-program-here").ProbeAsync(Soon)).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Https_takes_a_certificate_of_its_own_making_only_when_told_to(bool isTold)
    {
        using var authority = new TestAuthority();
        using var certificate = authority.ForServer("elsewhere");
        using var server = new OneAnswerServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var tls = new TlsFront($"127.0.0.1:{server.Port}", certificate);
        using var probe = new HttpProbe(new Uri($"https://127.0.0.1:{tls.Port}/"), new HttpExpectation { IgnoresCertificate = isTold });
        for (var i = 0; i < 2; i++)
        {
            var result = await probe.ProbeAsync(Soon);
            Assert.Equal(isTold, result.IsUp);
            if (isTold) Assert.Equal("status 200", result.Detail);
            else Assert.StartsWith("the certificate 'CN=elsewhere' is refused: nobody that this machine trusts has signed it, and it is not for '127.0.0.1'.", result.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("tcp", "tcp://10.0.0.5:8080")]
    [InlineData("tcp://127.0.0.1:9096", "tcp://127.0.0.1:9096")]
    [InlineData("tcp://[::1]:9096", "tcp://[::1]:9096")]
    [InlineData("http://localhost:80/health?x=1", "http://localhost/health?x=1")]
    [InlineData("https://localhost:8443/", "https://localhost:8443/")]
    [InlineData("exec:/bin/check --fast a", "exec:/bin/check --fast a")]
    public void Parse_reads_each_kind(string text, string probe) => Assert.Equal(probe, ServiceProbe.Parse(text, "10.0.0.5", 8080).ToString());

    [Theory]
    [InlineData("ftp://x/")]
    [InlineData("tcp://x")]
    [InlineData("tcp://x:80/path")]
    [InlineData("exec:")]
    [InlineData("http://")]
    [InlineData("nonsense")]
    public void Parse_refuses_what_it_does_not_know(string text) => Assert.Throws<ArgumentException>(() => ServiceProbe.Parse(text, "10.0.0.5", 8080));

    /// <summary>Answers each connection with the same bytes, when its first line has come.</summary>
    private sealed class OneAnswerServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public OneAnswerServer(string answer)
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = ServeAsync(Encoding.ASCII.GetBytes(answer));
        }

        public int Port { get; }

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync(byte[] answer)
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    var stream = client.GetStream();
                    _ = await stream.ReadAsync(new byte[4096]);
                    await stream.WriteAsync(answer);
                }
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
            {
                // Disposed, or the client has gone.
            }
        }
    }
}
