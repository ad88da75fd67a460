using System.Net;
using Microsoft.Extensions.Logging;
using ZkReactive.Server.Admin;
using ZkReactive.Server.Authentication;
using ZkReactive.Server.Persistence.Log;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server;

/// <summary>How an embedded server listens, what it allows and which clock it follows.</summary>
public sealed record ZkServerOptions
{
    internal const string AnyFourLetterWord = "*";

    /// <summary>Every four-letter word that a server can answer, in order.</summary>
    public static IReadOnlyList<string> KnownFourLetterWords => AdminReports.Words;

    /// <summary>The address to listen on.</summary>
    /// <value>Default: IPv4 loopback; anything else opens the server to other machines.</value>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on.</summary>
    /// <value>0 to 65535; default 0, which takes a free one.</value>
    public int Port { get; init; }

    /// <summary>The unit of session time: expiry is looked at once a tick, as in Apache ZooKeeper.</summary>
    /// <value>Default: 2 seconds.</value>
    public TimeSpan TickTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The shortest session timeout that a client can have; shorter wishes are raised to it.</summary>
    /// <value>Default (null): two ticks.</value>
    public TimeSpan? MinSessionTimeout { get; init; }

    /// <summary>The longest session timeout that a client can have; longer wishes are cut to it.</summary>
    /// <value>Default (null): twenty ticks.</value>
    public TimeSpan? MaxSessionTimeout { get; init; }

    /// <summary>The longest request that is read, without its four bytes of length; a longer one closes the connection.</summary>
    /// <value>Bytes, inclusive; default 1048575, which is <c>jute.maxbuffer</c> of Apache ZooKeeper.</value>
    public int MaxPacketBytes { get; init; } = 0xfffff;

    /// <summary>How many connections one address may have at a time; more are closed at once.</summary>
    /// <value>Default 60; 0 means no limit.</value>
    public int MaxConnectionsPerAddress { get; init; } = 60;

    /// <summary>
    /// How much may wait to be sent to a client that does not read. Past it the connection is closed; its session lives on
    /// until it expires. A client's own replies never get there: its requests are left unread while a mebibyte waits.
    /// </summary>
    /// <value>Bytes; default 16 MiB.</value>
    public int MaxBacklogBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Whether TTL nodes may be made (<c>zookeeper.extendedTypesEnabled</c>); without, creating one is unimplemented.</summary>
    /// <value>Default: true.</value>
    public bool TtlNodes { get; init; } = true;

    /// <summary>
    /// Whether hard limits of quotas refuse writes (<c>zookeeper.enforceQuota</c>). Without, quotas are only counted; soft limits
    /// are told in the log either way, when they are passed.
    /// </summary>
    /// <value>Default: false.</value>
    public bool EnforceQuotas { get; init; }

    /// <summary>Users and passwords for SASL with DIGEST-MD5; a user is <c>sasl:name</c> in ACLs.</summary>
    /// <value>Default: none, and SASL is not offered.</value>
    public IReadOnlyDictionary<string, string> SaslUsers { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether a client must authenticate with SASL before anything else (<c>zookeeper.sessionRequireClientSASLAuth</c>); any other
    /// request before that is refused, and the connection closed.
    /// </summary>
    /// <value>Default: false. Needs <see cref="SaslUsers"/>.</value>
    public bool RequireSasl { get; init; }

    /// <summary>
    /// Whose password opens every node, whatever its ACL says (<c>zookeeper.DigestAuthenticationProvider.superDigest</c>): for an
    /// admin who is locked out. Whoever gives it as credentials of the scheme <c>digest</c> is <c>super</c>.
    /// </summary>
    /// <value><c>user:hash</c>, where the hash is the Base64 of the SHA-1 of <c>user:password</c>, as in ACLs; default (null): nobody.</value>
    public string? SuperDigest { get; init; }

    /// <summary>TLS for every connection, instead of plain ones; whoever shows a certificate is <c>x509:subject</c> in ACLs.</summary>
    /// <value>Default (null): none.</value>
    public ZkServerTlsOptions? Tls { get; init; }

    /// <summary>How often empty containers and outlived TTL nodes are looked for.</summary>
    /// <value>Default: one minute, as <c>znode.container.checkIntervalMs</c>.</value>
    public TimeSpan ContainerCheckInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Which four-letter words are answered (<c>4lw.commands.whitelist</c>); <c>*</c> stands for all.</summary>
    /// <value>Of <see cref="KnownFourLetterWords"/>; default ruok, srvr, stat, mntr, isro.</value>
    public IReadOnlyCollection<string> FourLetterWords { get; init; } = ["ruok", "srvr", "stat", "mntr", "isro"];

    /// <summary>
    /// Where to keep everything: a directory in the formats of Apache ZooKeeper, whose servers can open it too. Nothing is answered
    /// before the disk has it. It is made where it is missing, and locked as long as the server runs.
    /// </summary>
    /// <value>Default (null): nowhere; what the server holds goes when it stops.</value>
    public string? DataDirectory { get; init; }

    /// <summary>How many transactions are logged before the next snapshot, and a new log (<c>snapCount</c>).</summary>
    /// <value>At least 2; default 100,000.</value>
    public int SnapshotCount { get; init; } = 100_000;

    /// <summary>How many bytes of log bring on a snapshot before that many transactions do (<c>snapSizeLimitInKb</c>).</summary>
    /// <value>Bytes, at least 65536; default 1 GiB, which is read back in a few seconds.</value>
    public long SnapshotLogBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>How many snapshots are kept, with the logs that they need (<c>autopurge.snapRetainCount</c>); older ones are removed.</summary>
    /// <value>At least 1; default 3.</value>
    public int SnapshotsKept { get; init; } = 3;

    /// <summary>Where time comes from: session expiry, node times, TTLs.</summary>
    /// <value>Default: the system clock.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the server logs to.</summary>
    /// <value>Default: nowhere.</value>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>What log files are made by; tests give a disk that fails.</summary>
    internal ILogFiles LogFiles { get; init; } = new DiskLogFiles();

    /// <summary>The schemes of ACLs that follow from the options.</summary>
    internal IReadOnlySet<string> ExtraSchemes =>
        new HashSet<string>([.. Tls is null ? [] : new[] { AclRules.X509 }, .. SaslUsers.Count == 0 ? [] : new[] { AclRules.Sasl }]);

    internal TimeSpan EffectiveMinSessionTimeout => MinSessionTimeout ?? (TickTime * 2);

    internal TimeSpan EffectiveMaxSessionTimeout => MaxSessionTimeout ?? (TickTime * 20);

    private string? UnknownWord => FourLetterWords.FirstOrDefault(word => word != AnyFourLetterWord && !KnownFourLetterWords.Contains(word));

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names the property, the value and the bound.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Address);
        ArgumentNullException.ThrowIfNull(FourLetterWords);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(SaslUsers);
        Tls?.Validate();
        Require(Port is >= 0 and <= IPEndPoint.MaxPort, nameof(Port), Port, "0 to 65535");
        Require(TickTime >= TimeSpan.FromMilliseconds(1), nameof(TickTime), TickTime, "at least a millisecond");
        Require(EffectiveMinSessionTimeout > TimeSpan.Zero, nameof(MinSessionTimeout), EffectiveMinSessionTimeout, "more than zero");
        Require(
            EffectiveMaxSessionTimeout >= EffectiveMinSessionTimeout && EffectiveMaxSessionTimeout.TotalMilliseconds <= int.MaxValue,
            nameof(MaxSessionTimeout), EffectiveMaxSessionTimeout, $"at least {nameof(MinSessionTimeout)} ({EffectiveMinSessionTimeout}) and at most 24 days");
        Require(MaxPacketBytes >= 64, nameof(MaxPacketBytes), MaxPacketBytes, "at least 64");
        Require(MaxConnectionsPerAddress >= 0, nameof(MaxConnectionsPerAddress), MaxConnectionsPerAddress, "0 or more");
        Require(MaxBacklogBytes >= 64 * 1024, nameof(MaxBacklogBytes), MaxBacklogBytes, "at least 65536");
        Require(UnknownWord is null, nameof(FourLetterWords), UnknownWord ?? "", $"{AnyFourLetterWord} or of {string.Join(", ", KnownFourLetterWords)}");
        Require(DataDirectory is null or { Length: > 0 }, nameof(DataDirectory), "empty", "a path, or null for none");
        Require(!RequireSasl || SaslUsers.Count > 0, nameof(RequireSasl), RequireSasl, $"false when {nameof(SaslUsers)} has nobody: no client could come in");

        // What was given is not repeated: it may be a password by mistake.
        Require(SuperDigest is null || DigestId.IsWellFormed(SuperDigest), nameof(SuperDigest), "no digest", "of the form user:hash, with the Base64 of the SHA-1 of user:password for its hash");
        Require(SnapshotCount >= 2, nameof(SnapshotCount), SnapshotCount, "at least 2");
        Require(SnapshotLogBytes >= 64 * 1024, nameof(SnapshotLogBytes), SnapshotLogBytes, "at least 65536");
        Require(SnapshotsKept >= 1, nameof(SnapshotsKept), SnapshotsKept, "at least 1");
        Require(ContainerCheckInterval > TimeSpan.Zero, nameof(ContainerCheckInterval), ContainerCheckInterval, "more than zero");
    }

    private static void Require(bool holds, string property, object value, string bound)
    {
        if (!holds) throw new ArgumentException($"{nameof(ZkServerOptions)}.{property} is {value}; it must be {bound}.", property);
    }
}
