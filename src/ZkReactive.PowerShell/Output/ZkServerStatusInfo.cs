using ZkReactive.Ensemble;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>Where a server stands, as Get-ZkServerStatus writes it; what the server did not say is null.</summary>
public sealed class ZkServerStatusInfo
{
    private readonly ZkServerStatus _status;

    internal ZkServerStatusInfo(ZkServerStatus status) => _status = status;

    /// <summary>The server as host and port; binds to <c>-ConnectString</c> of Connect-Zk.</summary>
    public string ConnectString => _status.Host.ToString();

    /// <summary>Its number in an ensemble on this machine; binds to <c>-Server</c>.</summary>
    public int? Number => _status.Number;

    /// <summary>Its process, when it was started from this machine's ensemble directory and runs.</summary>
    public int? ProcessId => _status.ProcessId;

    /// <summary>What it is: leader, follower, standalone, unreachable and so on.</summary>
    public ServerMode Mode => _status.Mode;

    /// <summary>Whether it takes clients.</summary>
    public bool IsServing => _status.IsServing;

    /// <summary>What it calls its version.</summary>
    public string? Version => _status.Version;

    /// <summary>The last transaction it has applied.</summary>
    public Zxid? Zxid => _status.Zxid;

    /// <summary>The leader's epoch.</summary>
    public int? Epoch => _status.Epoch;

    /// <summary>How many transactions it is behind the leader.</summary>
    public long? Lag => _status.Lag;

    /// <summary>Open connections.</summary>
    public int? Connections => _status.Connections;

    /// <summary>Requests waiting for their answer.</summary>
    public long? Outstanding => _status.Outstanding;

    /// <summary>Least, mean and most time to answer, in milliseconds.</summary>
    public ServerLatency? Latency => _status.Latency;

    /// <summary>Znodes.</summary>
    public long? Nodes => _status.Nodes;

    /// <summary>Watches.</summary>
    public long? Watches => _status.Watches;

    /// <summary>Ephemeral znodes.</summary>
    public long? Ephemerals => _status.Ephemerals;

    /// <summary>Bytes of data, about.</summary>
    public long? DataBytes => _status.DataBytes;

    /// <summary>Why it is not serving, in words.</summary>
    public string? Problem => _status.Problem;

    /// <summary>The server.</summary>
    public override string ToString() => ConnectString;
}
