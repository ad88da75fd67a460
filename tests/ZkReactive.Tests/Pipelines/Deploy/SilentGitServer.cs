using System.Net;
using System.Net.Sockets;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>A git server that takes connections and never answers: whoever fetches from it hangs until it is killed.</summary>
internal sealed class SilentGitServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SilentGitServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Url => $"git://{_listener.LocalEndpoint}/app.git";

    /// <summary>Completes when somebody has connected.</summary>
    public Task Connected => _connected.Task.WaitAsync(DeployFleet.Deadline);

    /// <summary>Completes when he is gone again.</summary>
    public Task Gone => _gone.Task.WaitAsync(DeployFleet.Deadline);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        _connected.TrySetResult();
        try
        {
            var buffer = new byte[1024];
            while (await client.GetStream().ReadAsync(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Killed: reset instead of closed.
        }

        _gone.TrySetResult();
    }
}
