using System.Net;
using System.Net.Sockets;

namespace ZkReactive.Ensemble.Layout;

/// <summary>Which TCP ports of this machine are free, and what was handed out already.</summary>
internal sealed class PortScan
{
    private readonly HashSet<int> _taken = [];

    /// <summary>Takes a port if it is free: nobody listens on it on loopback or on all addresses.</summary>
    public bool TryTake(int port) => port is > 0 and <= IPEndPoint.MaxPort && !_taken.Contains(port) && IsFree(port) && _taken.Add(port);

    /// <summary>Takes any free port.</summary>
    public int TakeAny()
    {
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            if (_taken.Add(port)) return port;
        }
    }

    /// <summary>Whether nobody listens on a port.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

            // As servers do themselves: connections of a server that has ended do not keep its port.
            if (!OperatingSystem.IsWindows()) socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
