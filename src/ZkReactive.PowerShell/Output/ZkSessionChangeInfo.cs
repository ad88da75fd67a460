using System.Net;
using ZkReactive.Client;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>The state of a watched session at one moment; unlike <see cref="ZkSession"/> it does not change.</summary>
public sealed class ZkSessionChangeInfo
{
    private readonly ZkSessionState _state;

    internal ZkSessionChangeInfo(ZkSessionState state, ZkSession session)
    {
        _state = state;
        Session = session;
    }

    /// <summary>The session that is watched; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>Where it stood.</summary>
    public ZkSessionStatus Status => _state.Status;

    /// <summary>The session's id.</summary>
    public SessionId Id => _state.Id;

    /// <summary>The server it was connected to; null when there was no connection.</summary>
    public EndPoint? Server => _state.Server;

    /// <summary>Counts the sessions of this connection from 1: a higher number means that one expired.</summary>
    public int SessionNumber => _state.SessionNumber;

    /// <summary>Counts the connections from 1: a higher number means that one was lost.</summary>
    public int ConnectionNumber => _state.ConnectionNumber;

    /// <summary>When it began, by the client's clock.</summary>
    public DateTimeOffset At => _state.At;

    /// <summary>The status.</summary>
    public override string ToString() => Status.ToString();
}
