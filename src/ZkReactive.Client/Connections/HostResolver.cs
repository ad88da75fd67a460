using System.Net;

namespace ZkReactive.Client.Connections;

/// <summary>Looks up the addresses of a name.</summary>
internal delegate Task<IPAddress[]> HostResolver(string name, CancellationToken cancellationToken);
