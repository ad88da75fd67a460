using ZkReactive.Pipelines.Discovery;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>An instance of a service: the library's <see cref="ServiceInstance"/> in types that scripts handle.</summary>
public sealed class ZkServiceInstanceInfo
{
    private readonly ServiceInstance _instance;
    private readonly ServiceList? _list;

    internal ZkServiceInstanceInfo(ServiceInstance instance, ServiceList? list, ZkSession session)
    {
        _instance = instance;
        _list = list;
        Session = session;
    }

    /// <summary>The instance's node; binds to <c>-Path</c> of the next command.</summary>
    public string Path => _instance.Path.Value;

    /// <summary>The service.</summary>
    public string Service => _instance.Service;

    /// <summary>The instance's id.</summary>
    public string Id => _instance.Id;

    /// <summary>Address and port, as 127.0.0.1:9096.</summary>
    public string EndPoint => _instance.EndPoint;

    /// <summary>Host name or address.</summary>
    public string Address => _instance.Address;

    /// <summary>The port; 0 when there is only one for TLS.</summary>
    public int Port => _instance.Port;

    /// <summary>The port that speaks TLS; null when there is none.</summary>
    public int? SslPort => _instance.SslPort;

    /// <summary>Words to choose by.</summary>
    public string[] Tags => [.. _instance.Tags];

    /// <summary>Its share of weighted picks.</summary>
    public int Weight => _instance.Weight;

    /// <summary>Where it stands; null when it does not say.</summary>
    public string? Zone => _instance.Zone;

    /// <summary>What else it says of itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _instance.Metadata;

    /// <summary>False when its owner has switched it off.</summary>
    public bool IsEnabled => _instance.IsEnabled;

    /// <summary>When it was registered, by its own clock; null when it does not say.</summary>
    public DateTimeOffset? RegisteredAt => _instance.RegisteredAt;

    /// <summary>How it was written.</summary>
    public ServiceFormat Format => _instance.Format;

    /// <summary>The session that keeps it.</summary>
    public SessionId Owner => _instance.Owner;

    /// <summary>The last transaction that the list holds; null for one that a watch gave.</summary>
    public Zxid? AsOfZxid => _list?.AsOfZxid;

    /// <summary>Whether the list may be out of date.</summary>
    public bool IsStale => _list?.IsStale ?? false;

    /// <summary>Why the list is as it is; null for one that a watch gave.</summary>
    public ServiceListReason? Reason => _list?.Reason;

    /// <summary>The session it was read in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>Address and port.</summary>
    public override string ToString() => EndPoint;
}
