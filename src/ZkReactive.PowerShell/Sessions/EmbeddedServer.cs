using System.Net;
using ZkReactive.Server;

namespace ZkReactive.PowerShell.Sessions;

/// <summary>A server that <c>Start-ZkServer</c> runs inside this process. Its properties are live.</summary>
public sealed class EmbeddedServer
{
    internal EmbeddedServer(ZkServer server) => Server = server;

    /// <summary>What a client connects to, as <c>127.0.0.1:2181</c>; <c>Connect-Zk</c> binds it from the pipeline.</summary>
    public string ConnectString => Server.ConnectString;

    /// <summary>The address it listens on.</summary>
    public IPAddress Address => Server.EndPoint.Address;

    /// <summary>The port it listens on.</summary>
    public int Port => Server.EndPoint.Port;

    /// <summary>Open connections.</summary>
    public int Connections => Server.Statistics.Connections;

    /// <summary>Live sessions.</summary>
    public int Sessions => Server.Statistics.Sessions;

    /// <summary>Znodes, with those of <c>/zookeeper</c>.</summary>
    public int Nodes => Server.Statistics.Nodes;

    /// <summary>How long it has been running.</summary>
    public TimeSpan Uptime => Server.Statistics.Uptime;

    /// <summary>The server behind it, with all its counters and, for tests, its faults.</summary>
    public ZkServer Server { get; }

    /// <summary>The connect string.</summary>
    public override string ToString() => ConnectString;
}
