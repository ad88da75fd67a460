using System.Net;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Sessions;

/// <summary>A connection that <c>Connect-Zk</c> made; what <c>-Session</c> takes. Its properties are live.</summary>
public sealed class ZkSession
{
    internal ZkSession(string name, IZkClient client)
    {
        Name = name;
        Client = client;
    }

    /// <summary>The name by which <c>-Session</c> finds it.</summary>
    public string Name { get; }

    /// <summary>The servers it was told to connect to, with the chroot.</summary>
    public string ConnectString => Client.Options.ConnectString;

    /// <summary>Where it stands now.</summary>
    public ZkSessionStatus Status => Client.Session.Status;

    /// <summary>Whether requests are being served.</summary>
    public bool IsConnected => Client.Session.IsConnected;

    /// <summary>The server it is connected to; null when there is no connection.</summary>
    public EndPoint? Server => Client.Session.Server;

    /// <summary>The session's id; changes when a session expired and the next was opened.</summary>
    public SessionId Id => Client.Session.Id;

    /// <summary>The time-out the server granted.</summary>
    public TimeSpan Timeout => Client.Session.NegotiatedTimeout;

    /// <summary>Counts the sessions of this connection from 1: more than 1 means that one expired.</summary>
    public int SessionNumber => Client.Session.SessionNumber;

    /// <summary>Since when it has had its present status, by the client's clock.</summary>
    public DateTimeOffset Since => Client.Session.At;

    /// <summary>Itself, so that a session from the pipeline binds to <c>-Session</c> by name.</summary>
    public ZkSession Session => this;

    /// <summary>The client behind it, for scripts that need more than the cmdlets.</summary>
    public IZkClient Client { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
