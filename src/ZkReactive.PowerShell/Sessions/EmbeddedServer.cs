using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Server;

namespace ZkReactive.PowerShell.Sessions;

/// <summary>A server that <c>Start-ZkServer</c> runs inside this process. Its properties are live.</summary>
public sealed class EmbeddedServer
{
    internal EmbeddedServer(ZkServer server, ZkServerClock clock)
    {
        Server = server;
        Clock = clock;
    }

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

    /// <summary>Where it keeps everything; null when that is in memory alone.</summary>
    public string? DataDirectory => Server.Statistics.Disk?.DataDirectory;

    /// <summary>How long it has been running.</summary>
    public TimeSpan Uptime => Server.Statistics.Uptime;

    /// <summary>The server's clock, which runs with the system's and can be put forward: sessions, TTL nodes and containers age at once.</summary>
    public ZkServerClock Clock { get; }

    /// <summary>The server behind it, with all its counters and, for tests, its faults.</summary>
    public ZkServer Server { get; }

    /// <summary>Switches a fault on, as <c>-Fault</c> of Start-ZkServer does.</summary>
    /// <param name="name">The fault, such as <c>DropConnections</c> or <c>DelayReplies</c>.</param>
    /// <param name="value">What it takes: a duration (500ms), a number, an operation (Create).</param>
    /// <exception cref="ArgumentException">There is no such fault, or it takes another value.</exception>
    public void SetFault(string name, object? value = null)
    {
        var given = value is PSObject wrapped ? wrapped.BaseObject : value;
        var isDuration = given is not (null or TimeSpan) && ZkServerFaultNames.TakesDuration(name);
        Server.Faults.SwitchOn(name, isDuration ? DurationTransformationAttribute.Parse(Convert.ToString(given, CultureInfo.InvariantCulture)!) : given);
    }

    /// <summary>Switches every fault off and sends the replies that were held.</summary>
    public void ClearFaults() => Server.Faults.Clear();

    /// <summary>Puts the server's clock forward, by a duration such as 1m: what should have happened by then happens now.</summary>
    public void Advance(object duration) => Clock.Advance(
        (duration is PSObject wrapped ? wrapped.BaseObject : duration) is TimeSpan time ? time : DurationTransformationAttribute.Parse(Convert.ToString(duration, CultureInfo.InvariantCulture) ?? ""));

    /// <summary>The connect string.</summary>
    public override string ToString() => ConnectString;

    /// <summary>Starts one on the system's clock, with its faults switched on before it is told to anybody.</summary>
    internal static async Task<EmbeddedServer> StartAsync(ZkServerOptions options, IDictionary? faults, CancellationToken cancellationToken)
    {
        var clock = new ZkServerClock();
        var server = await ZkServer.StartAsync(options with { TimeProvider = clock }, cancellationToken);
        var embedded = new EmbeddedServer(server, clock);
        try
        {
            if (faults is not null)
            {
                foreach (DictionaryEntry fault in faults) embedded.SetFault(Convert.ToString(fault.Key, CultureInfo.InvariantCulture) ?? "", fault.Value);
            }

            return embedded;
        }
        catch (Exception e) when (e is ArgumentException or ArgumentTransformationMetadataException)
        {
            await server.StopAsync();
            throw new ZkModuleException("ZkFaultUnknown", ErrorCategory.InvalidArgument, e.Message, "Tab completes the names of faults.", e);
        }
    }
}
