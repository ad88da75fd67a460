using System.Collections.Immutable;
using System.Globalization;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>One instance of a service, as its node describes it.</summary>
public sealed record ServiceInstance
{
    /// <summary>The instance's node.</summary>
    public required ZkPath Path { get; init; }

    /// <summary>The instance's id, unique in its service; the node's name where the payload has none.</summary>
    public required string Id { get; init; }

    /// <summary>The service it is an instance of.</summary>
    public required string Service { get; init; }

    /// <summary>A host name or address.</summary>
    public required string Address { get; init; }

    /// <summary>The port; 0 when there is only a TLS port.</summary>
    public required int Port { get; init; }

    /// <summary>The port that speaks TLS; null when there is none.</summary>
    public int? SslPort { get; init; }

    /// <summary>Words to choose by. Default: none.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Its share of the picks, beside the weights of the others; 0 takes it out of every pick. Default: 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Where it stands: a data centre, a rack. Default: nowhere in particular.</summary>
    public string? Zone { get; init; }

    /// <summary>What else it says of itself. Default: nothing.</summary>
    public ImmutableDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>False when its owner has switched it off without taking it down (Curator's <c>enabled</c>); it is not picked then.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>When it was registered, by its own clock; null when it does not say.</summary>
    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>How it was written.</summary>
    public required ServiceFormat Format { get; init; }

    /// <summary>The transaction that made its node.</summary>
    public Zxid Czxid { get; init; }

    /// <summary>The transaction that last wrote its node.</summary>
    public Zxid Mzxid { get; init; }

    /// <summary>The session that keeps the node; <see cref="SessionId.None"/> for one that is not ephemeral.</summary>
    public SessionId Owner { get; init; }

    /// <summary>Address and port as a client wants them, an IPv6 address in brackets: <c>127.0.0.1:9096</c>.</summary>
    public string EndPoint => Join(Address, Port != 0 ? Port : SslPort ?? 0);

    /// <summary>Address and port.</summary>
    public override string ToString() => EndPoint;

    internal static string Join(string address, int port) => address.Contains(':', StringComparison.Ordinal) && !address.StartsWith('[')
        ? string.Create(CultureInfo.InvariantCulture, $"[{address}]:{port}")
        : string.Create(CultureInfo.InvariantCulture, $"{address}:{port}");
}
