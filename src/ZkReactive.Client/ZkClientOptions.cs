using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Client.Connections;

namespace ZkReactive.Client;

/// <summary>How a client finds its ensemble and how patient it is.</summary>
public sealed record ZkClientOptions
{
    /// <summary>The default of <see cref="MaxPacketBytes"/>: 1,048,575, as Apache ZooKeeper's <c>jute.maxbuffer</c>.</summary>
    public const int DefaultMaxPacketBytes = 0xfffff;

    /// <summary>
    /// Servers and, after them, an optional chroot: <c>host1:2181,host2:2181,[::1]:2181/app</c>. The port defaults to 2181.
    /// Default: <c>127.0.0.1:2181</c>.
    /// </summary>
    public string ConnectString { get; init; } = "127.0.0.1:2181";

    /// <summary>The session time-out asked for; the server may answer with another. Default: 10 s; more than zero.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long <see cref="ZkClient.ConnectAsync(ZkClientOptions, CancellationToken)"/> waits for the first connection. Default: 15 s; more than zero.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a call may take in all, waiting for a connection included. Default: 30 s; more than zero, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest pause between two rounds of connection attempts over all servers. The first attempt after a loss is
    /// made at once; pauses start near 20 ms, double, and carry full jitter. Default: 1 s; more than zero.
    /// </summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The largest packet sent or taken, in bytes, inclusive. Default: <see cref="DefaultMaxPacketBytes"/>; at least 1,024.</summary>
    public int MaxPacketBytes { get; init; } = DefaultMaxPacketBytes;

    /// <summary>
    /// How many calls may be pending in all: sent and not answered, or waiting for a connection. One more fails at once with
    /// <see cref="TooManyRequestsException"/>. A call given up after it was sent keeps its place until its reply came.
    /// Default: 10,000; at least 1.
    /// </summary>
    public int MaxPendingRequests { get; init; } = 10_000;

    /// <summary>How many events a persistent watch keeps for a slow reader; more become one gap event. Default: 1,000; at least 1.</summary>
    public int MaxQueuedWatchEvents { get; init; } = 1_000;

    /// <summary>Credentials given to every session. Default: none.</summary>
    public IReadOnlyList<ZkAuth> Auth { get; init; } = [];

    /// <summary>TLS to the servers' secure port. Default: null, none.</summary>
    public ZkTlsOptions? Tls { get; init; }

    /// <summary>Whether a server that is cut off from its quorum will do for reads. Default: false.</summary>
    public bool CanBeReadOnly { get; init; }

    /// <summary>
    /// Whether to follow the ensemble's own list of members (<c>/zookeeper/config</c>, ZooKeeper 3.5) instead of staying with the
    /// servers of <see cref="ConnectString"/>, which then only have to lead to the first. A client goes over to a new server with
    /// such a probability that a fleet spreads evenly. Lists that do not tell every server's client address are not followed.
    /// Default: false.
    /// </summary>
    public bool FollowMembers { get; init; }

    /// <summary>
    /// The session of a client that was detached, to go on with instead of opening a new one: its ephemeral nodes stay. If it
    /// has ended meanwhile, or belongs to other servers than <see cref="ConnectString"/> names, a new one is opened;
    /// <see cref="ZkSessionState.SessionNumber"/> is 1 while the session is the one taken up, and more after. Default: null.
    /// </summary>
    public ZkSessionTicket? Resume { get; init; }

    /// <summary>Time, for tests. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>How names of servers are looked up; the system's way but in tests.</summary>
    internal HostResolver Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds; the message names property, value and bound.</exception>
    /// <exception cref="ArgumentException">The connect string cannot be read.</exception>
    public void Validate()
    {
        ThrowIfNotPositive(SessionTimeout, nameof(SessionTimeout));
        ThrowIfNotPositive(ConnectTimeout, nameof(ConnectTimeout));
        if (RequestTimeout != Timeout.InfiniteTimeSpan) ThrowIfNotPositive(RequestTimeout, nameof(RequestTimeout));
        ThrowIfNotPositive(MaxReconnectDelay, nameof(MaxReconnectDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPacketBytes, 1024, nameof(MaxPacketBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPendingRequests, 1, nameof(MaxPendingRequests));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedWatchEvents, 1, nameof(MaxQueuedWatchEvents));
        Tls?.Validate();
        if (Auth.Count(auth => auth.IsSasl) > 1) throw new ArgumentException($"{nameof(Auth)} has SASL credentials twice; a connection takes one.", nameof(Auth));
        _ = ZkConnectString.Parse(ConnectString);
    }

    private static void ThrowIfNotPositive(TimeSpan value, string name) =>
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, name);
}
