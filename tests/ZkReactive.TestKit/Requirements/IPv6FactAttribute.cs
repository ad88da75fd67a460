using System.Net;
using System.Net.Sockets;
using Xunit;

namespace ZkReactive.TestKit.Requirements;

/// <summary>A test that needs the loopback address of IPv6; containers often have none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IPv6FactAttribute : FactAttribute
{
    public IPv6FactAttribute()
    {
        if (!CanListen) Skip = "Needs IPv6: [::1] cannot be listened on.";
    }

    private static bool CanListen
    {
        get
        {
            if (!Socket.OSSupportsIPv6) return false;
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
