using ZkReactive.Ensemble;

namespace ZkReactive.Cli;

/// <summary>A server's state as JSON; null is what the server did not say.</summary>
internal sealed record ServerStatusJson(
    string Server,
    int? Number,
    int? ProcessId,
    string Mode,
    bool Serving,
    string? Version,
    string? Zxid,
    int? Epoch,
    long? Lag,
    int? Connections,
    long? Outstanding,
    double? LatencyMin,
    double? LatencyAvg,
    double? LatencyMax,
    long? Nodes,
    long? Watches,
    long? Ephemerals,
    long? DataBytes,
    string? Problem)
{
    /// <summary>Takes a state apart.</summary>
    public static ServerStatusJson From(ZkServerStatus status) => new(
        status.Host.ToString(), status.Number, status.ProcessId, ServerStatusView.Word(status.Mode), status.IsServing, status.Version,
        status.Zxid?.ToString(), status.Epoch, status.Lag, status.Connections, status.Outstanding,
        status.Latency?.Minimum, status.Latency?.Average, status.Latency?.Maximum, status.Nodes, status.Watches, status.Ephemerals,
        status.DataBytes, status.Problem);
}
