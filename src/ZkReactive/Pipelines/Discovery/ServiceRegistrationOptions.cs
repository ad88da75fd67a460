using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Journal;
using ZkReactive.Pipelines.Discovery.Formats;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>What is registered, where, and when it counts as fit for it.</summary>
public sealed record ServiceRegistrationOptions
{
    internal const int HighestWeight = 1_000_000;

    private readonly string? _id;
    private readonly string? _node;

    /// <summary>The service's node, such as <c>/service/shop/web</c>; made when it is not there. Not the root.</summary>
    public required ZkPath Path { get; init; }

    /// <summary>Host name or address at which the service is reached.</summary>
    public required string Address { get; init; }

    /// <summary>Port at which it is reached. 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>Port that speaks TLS. Default: none; 1 to 65535. Written by <see cref="ServiceFormat.Curator"/> only.</summary>
    public int? SslPort { get; init; }

    /// <summary>The instance's id, unique in the service. Default: address and port, as <c>10.0.0.5:8080</c>.</summary>
    public string InstanceId
    {
        get => _id ?? ServiceInstance.Join(Address, Port);
        init => _id = value;
    }

    /// <summary>The name of the instance's node. Default: the id; for <see cref="ServiceFormat.HostPort"/> <c>s</c> and the port.</summary>
    public string NodeName
    {
        get => _node ?? (Format == ServiceFormat.HostPort ? HostPortPayload.NodeName(Port) : InstanceId);
        init => _node = value;
    }

    /// <summary>How the instance is written. Default: <see cref="ServiceFormat.Curator"/>; not <see cref="ServiceFormat.Kafka"/>.</summary>
    public ServiceFormat Format { get; init; }

    /// <summary>Words to choose by. Default: none. Written by <see cref="ServiceFormat.Curator"/> only, as the next three are.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Share of the picks. Default: 1; 0 (never picked) to 1,000,000.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Where it stands. Default: nowhere in particular.</summary>
    public string? Zone { get; init; }

    /// <summary>What else it says of itself. Default: nothing.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The probes; it is registered while all of them succeed. Default: none, it is registered as long as the registration lives.</summary>
    public IReadOnlyList<ServiceProbe> Probes { get; init; } = [];

    /// <summary>Whether probes that are disposable are disposed when the registration has ended; else they are the caller's. Default: false.</summary>
    public bool DisposesProbes { get; init; }

    /// <summary>The pause between two rounds of probes. Default: 2 s; more than zero.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a probe may take; one that takes longer has failed. Default: 1 s; more than zero.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many rounds in a row must succeed before it is registered. Default: 2; at least 1.</summary>
    public int Rise { get; init; } = 2;

    /// <summary>How many rounds in a row must fail before it is taken out. Default: 3; at least 1.</summary>
    public int Fall { get; init; } = 3;

    /// <summary>
    /// Where the registration notes its session, so that after a crash the next one replaces its predecessor's node at once
    /// instead of waiting for the session to expire. One registration at a time holds it for a node. Default: nowhere.
    /// </summary>
    public string? StateDirectory { get; init; }

    /// <summary>Where to write down every event, each before what it leads to is done. Default: nowhere. A journal that fails holds nothing up.</summary>
    public ZkJournal? Journal { get; init; }

    /// <summary>How long stopping may take while ZooKeeper is away. Default: 5 s; more than zero.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time, for tests. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its bounds; the message names property, value and bound.</exception>
    public void Validate()
    {
        if (Path.IsRoot) throw new ArgumentException("Path is '/': the service's node cannot be the root.", nameof(Path));
        ArgumentException.ThrowIfNullOrWhiteSpace(Address, nameof(Address));
        ThrowIfNotPort(Port, nameof(Port));
        if (SslPort is { } sslPort) ThrowIfNotPort(sslPort, nameof(SslPort));
        ArgumentException.ThrowIfNullOrWhiteSpace(InstanceId, nameof(InstanceId));
        if (NodeName.Contains('/', StringComparison.Ordinal) || !ZkPath.TryParse("/" + NodeName, out _, out _))
            throw new ArgumentException($"NodeName is '{NodeName}', which is not a legal node name. Give an id without '/' that is not '.' or '..'.", nameof(NodeName));
        if (Format == ServiceFormat.Kafka) throw new ArgumentException("Format is Kafka, which is only read. Use Curator or HostPort.", nameof(Format));
        if (Format == ServiceFormat.HostPort && this is not { Tags.Count: 0, Weight: 1, Zone: null, Metadata.Count: 0, SslPort: null })
            throw new ArgumentException("Format is HostPort, which has no place for tags, weight, zone, metadata or a TLS port. Leave them out, or use Curator.", nameof(Format));
        ArgumentOutOfRangeException.ThrowIfNegative(Weight, nameof(Weight));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Weight, HighestWeight, nameof(Weight));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Interval, TimeSpan.Zero, nameof(Interval));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ProbeTimeout, TimeSpan.Zero, nameof(ProbeTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(Rise, 1, nameof(Rise));
        ArgumentOutOfRangeException.ThrowIfLessThan(Fall, 1, nameof(Fall));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StopTimeout, TimeSpan.Zero, nameof(StopTimeout));
    }

    private static void ThrowIfNotPort(int value, string name)
    {
        if (value is < 1 or > 65535) throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; a port is from 1 to 65535.");
    }
}
