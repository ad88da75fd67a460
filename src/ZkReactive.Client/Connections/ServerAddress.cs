using System.Net;

namespace ZkReactive.Client.Connections;

/// <summary>One address of a server.</summary>
/// <param name="EndPoint">Where.</param>
/// <param name="HostName">The name it was looked up by.</param>
/// <param name="OfHost">How many addresses that name has.</param>
internal readonly record struct ServerAddress(IPEndPoint EndPoint, string HostName, int OfHost)
{
    /// <inheritdoc/>
    public override string ToString() => EndPoint.ToString();
}
