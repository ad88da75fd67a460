using System.Net;
using System.Net.Sockets;
using ZkReactive.Client;

namespace ZkReactive.Cli.Demo;

/// <summary>
/// A TCP relay between the demo's agents and the servers, so that their connections can be cut: the same for the embedded
/// server and for a real ensemble.
/// </summary>
internal sealed class ConnectionRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IReadOnlyList<ZkHost> _servers;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _open = [];
    private readonly Task _accepting;
    private bool _isCut;
    private int _next;

    /// <summary>Starts relaying to the servers of a connect string.</summary>
    public ConnectionRelay(string connectString)
    {
        var parsed = ZkConnectString.Parse(connectString);
        _servers = parsed.Hosts;
        _listener.Start();
        ConnectString = $"{_listener.LocalEndpoint}{(parsed.Chroot.IsRoot ? "" : parsed.Chroot.Value)}";
        _accepting = AcceptAsync();
    }

    /// <summary>What the agents connect to, chroot included.</summary>
    public string ConnectString { get; }

    /// <summary>Cuts every connection and lets none through until <see cref="Mend"/>.</summary>
    /// <returns>How many connections were cut.</returns>
    public int Cut()
    {
        lock (_lock)
        {
            _isCut = true;
            var cut = _open.Count / 2;
            CloseAllLocked();
            return cut;
        }
    }

    /// <summary>Lets connections through again.</summary>
    public void Mend()
    {
        lock (_lock) _isCut = false;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        lock (_lock) CloseAllLocked();
        await _accepting.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
                _ = RelayAsync(client);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // That connection is gone; the next may come.
            }
        }
    }

    private async Task RelayAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            var host = _servers[(Interlocked.Increment(ref _next) & int.MaxValue) % _servers.Count];
            if (_isCut) return;
            await server.ConnectAsync(host.Name, host.Port, _stop.Token).ConfigureAwait(false);
            client.NoDelay = server.NoDelay = true;
            if (!TryOpen(client, server)) return;
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side is gone: the agent sees a lost connection and finds its own way.
        }
        finally
        {
            lock (_lock)
            {
                _open.Remove(client);
                _open.Remove(server);
            }

            client.Dispose();
            server.Dispose();
        }
    }

    private bool TryOpen(Socket client, Socket server)
    {
        lock (_lock) return !_isCut && _open.Add(client) && _open.Add(server);
    }

    private void CloseAllLocked()
    {
        foreach (var socket in _open) socket.Dispose();
        _open.Clear();
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token).ConfigureAwait(false) is > 0 and var count)
            {
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The caller closes both ends.
        }
    }
}
