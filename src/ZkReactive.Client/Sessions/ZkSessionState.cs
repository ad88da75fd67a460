using System.Net;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>A snapshot of a client's session.</summary>
/// <param name="Status">Where the client stands.</param>
/// <param name="Id">The session's id; <see cref="SessionId.None"/> before the first.</param>
/// <param name="NegotiatedTimeout">The time-out the server granted; zero before the first session.</param>
/// <param name="Server">The server connected to; null when there is no connection.</param>
/// <param name="SessionNumber">Counts the sessions of this client from 1; 0 before the first.</param>
/// <param name="ConnectionNumber">Counts the connections of this client from 1; 0 before the first.</param>
/// <param name="HistoryNumber">
/// Counts how often the ensemble was found with an older history than the client had seen (for instance restored from a
/// backup), so that zxids from before must not be compared with zxids from after. 0 at first.
/// </param>
/// <param name="At">When this state began, by the client's clock.</param>
public sealed record ZkSessionState(
    ZkSessionStatus Status,
    SessionId Id,
    TimeSpan NegotiatedTimeout,
    EndPoint? Server,
    int SessionNumber,
    int ConnectionNumber,
    int HistoryNumber,
    DateTimeOffset At)
{
    /// <summary>Whether requests are being served.</summary>
    public bool IsConnected => Status is ZkSessionStatus.Connected or ZkSessionStatus.ConnectedReadOnly;
}
