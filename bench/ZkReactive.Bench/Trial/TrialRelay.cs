using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ZkReactive.Bench.Trial;

/// <summary>Stands between one process of agents and the servers, so that the process can be cut off from all of them.</summary>
internal sealed class TrialRelay : IDisposable
{
    private readonly List<TcpListener> _listeners = [];
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private volatile bool _isCut;

    public TrialRelay(IEnumerable<int> ports)
    {
        foreach (var port in ports)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            _listeners.Add(listener);
            _ = Task.Run(() => AcceptAsync(listener, port));
        }
    }

    /// <summary>What the process connects to.</summary>
    public string ConnectString => string.Join(',', _listeners.Select(listener => listener.LocalEndpoint.ToString()));

    /// <summary>Resets every connection and takes no new one.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var socket in _open.Keys) socket.Dispose();
    }

    /// <summary>Takes connections again.</summary>
    public void Mend() => _isCut = false;

    public void Dispose()
    {
        foreach (var listener in _listeners) listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync(TcpListener listener, int port)
    {
        while (true)
        {
            Socket near;
            try
            {
                near = await listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            if (_isCut) near.Dispose();
            else _ = Task.Run(() => JoinAsync(near, port));
        }
    }

    private async Task JoinAsync(Socket near, int port)
    {
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, port);
            _open[near] = _open[far] = 0;
            if (_isCut) return;
            await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The server is down, or the relay is cut: the client sees its connection end.
        }
        finally
        {
            near.Dispose();
            _open.TryRemove(near, out _);
            _open.TryRemove(far, out _);
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                for (var sent = 0; sent < length;) sent += await to.SendAsync(buffer.AsMemory(sent, length - sent));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Over.
        }
    }
}
