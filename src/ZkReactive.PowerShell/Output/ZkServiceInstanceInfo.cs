using ZkReactive.Pipelines.Discovery;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>An instance of a service: the library's <see cref="ServiceInstance"/> in types that scripts handle.</summary>
public sealed class ZkServiceInstanceInfo
{
    private readonly ServiceList? _list;

    internal ZkServiceInstanceInfo(ServiceInstance instance, ServiceList? list, ZkSession session)
    {
        Instance = instance;
        _list = list;
        Session = session;
    }

    /// <summary>The instance's node; binds to <c>-Path</c> of the next command.</summary>
    public string Path => Instance.Path.Value;

    /// <summary>The service.</summary>
    public string Service => Instance.Service;

    /// <summary>The instance's id.</summary>
    public string Id => Instance.Id;

    /// <summary>Address and port, as 127.0.0.1:9096.</summary>
    public string EndPoint => Instance.EndPoint;

    /// <summary>Host name or address.</summary>
    public string Address => Instance.Address;

    /// <summary>The port; 0 when there is only one for TLS.</summary>
    public int Port => Instance.Port;

    /// <summary>The port that speaks TLS; null when there is none.</summary>
    public int? SslPort => Instance.SslPort;

    /// <summary>Words to choose by.</summary>
    public string[] Tags => [.. Instance.Tags];

    /// <summary>Its share of weighted picks.</summary>
    public int Weight => Instance.Weight;

    /// <summary>Where it stands; null when it does not say.</summary>
    public string? Zone => Instance.Zone;

    /// <summary>What else it says of itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata => Instance.Metadata;

    /// <summary>False when its owner has switched it off.</summary>
    public bool IsEnabled => Instance.IsEnabled;

    /// <summary>When it was registered, by its own clock; null when it does not say.</summary>
    public DateTimeOffset? RegisteredAt => Instance.RegisteredAt;

    /// <summary>How it was written.</summary>
    public ServiceFormat Format => Instance.Format;

    /// <summary>The session that keeps it.</summary>
    public SessionId Owner => Instance.Owner;

    /// <summary>The last transaction that the list holds; null for one that a watch gave.</summary>
    public Zxid? AsOfZxid => _list?.AsOfZxid;

    /// <summary>Whether the list may be out of date.</summary>
    public bool IsStale => _list?.IsStale ?? false;

    /// <summary>Why the list is as it is; null for one that a watch gave.</summary>
    public ServiceListReason? Reason => _list?.Reason;

    /// <summary>The session it was read in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    internal ServiceInstance Instance { get; }

    /// <summary>Address and port.</summary>
    public override string ToString() => EndPoint;
}
