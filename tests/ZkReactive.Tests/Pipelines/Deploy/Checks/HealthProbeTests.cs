using System.Net;
using System.Net.Sockets;
using System.Text;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Checks;

namespace ZkReactive.Tests.Pipelines.Deploy.Checks;

public sealed class HealthProbeTests
{
    private readonly HealthProbe _probe = new(new CommandRunner(TimeProvider.System), TimeProvider.System);

    [Fact]
    public async Task Check_APortThatIsOpenedLate_Passes()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var checking = CheckAsync(new() { Tcp = $"127.0.0.1:{port}", TimeoutSeconds = 60 });
        using var late = new TcpListener(IPAddress.Loopback, port);
        late.Start();
        Assert.Null(await checking);
    }

    [Fact]
    public async Task Check_AClosedPort_FailsWhenItsTimeIsOverAndSaysWhat()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Assert.StartsWith($"The health check of tcp 127.0.0.1:{port} did not pass within 00:00:01: ", await CheckAsync(new() { Tcp = $"127.0.0.1:{port}", TimeoutSeconds = 1 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(204, true)]
    [InlineData(301, false)]
    [InlineData(503, false)]
    public async Task Check_AnHttpAnswer_PassesByItsStatus(int status, bool passes)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, status);
        var reason = await CheckAsync(new() { Http = $"http://{listener.LocalEndpoint}/health", TimeoutSeconds = 3 });
        Assert.Equal(passes, reason is null);
        if (!passes) Assert.Contains($"status {status}", reason, StringComparison.Ordinal);
        listener.Stop();
        await serving;
    }

    [Fact]
    public async Task Check_AServerThatNeverAnswers_FailsWhenItsTimeIsOver()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.Contains("no answer within", await CheckAsync(new() { Http = $"http://{listener.LocalEndpoint}/", TimeoutSeconds = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ACommand_IsTriedUntilItPasses()
    {
        var directory = Directory.CreateTempSubdirectory("zkreactive-health-");
        var check = new DeployHealthCheck { Command = "sh", Arguments = ["-c", "echo x >> tries; test $(wc -l < tries) -ge 3"], TimeoutSeconds = 60 };
        Assert.Null(await _probe.CheckAsync(check, (program, arguments) => new(program, arguments, directory.FullName, new Dictionary<string, string>()), CancellationToken.None));
        directory.Delete(recursive: true);
    }

    private Task<string?> CheckAsync(DeployHealthCheck check) =>
        _probe.CheckAsync(check, (program, arguments) => new(program, arguments, Path.GetTempPath(), new Dictionary<string, string>()), CancellationToken.None);

    private static async Task ServeAsync(TcpListener listener, int status)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[4096]);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nLocation: /other\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }
}
