using ZkReactive.Pipelines.Discovery;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>The instances of a service and how far they are to be trusted: the library's <see cref="ServiceList"/> in types that scripts handle.</summary>
public sealed class ZkServiceListInfo
{
    private readonly ServiceList _list;

    internal ZkServiceListInfo(ServiceList list, ZkSession session)
    {
        _list = list;
        Session = session;
        Down = [.. list.Down.Select(instance => new ZkServiceInstanceInfo(instance, list, session))];
        Instances = [.. list.Instances.Select(instance => new ZkServiceInstanceInfo(instance, list, session))];
    }

    /// <summary>The service's node; binds to <c>-Path</c> of the next command.</summary>
    public string Path => _list.Path.Value;

    /// <summary>How many instances there are.</summary>
    public int Count => _list.Count;

    /// <summary>The instances.</summary>
    public ZkServiceInstanceInfo[] Instances { get; }

    /// <summary>The last transaction that the list holds.</summary>
    public Zxid AsOfZxid => _list.AsOfZxid;

    /// <summary>When it was read or made sure of.</summary>
    public DateTimeOffset At => _list.At;

    /// <summary>Whether it may be out of date.</summary>
    public bool IsStale => _list.IsStale;

    /// <summary>Whether it was ever read: only then does an empty list say that there is no instance.</summary>
    public bool IsKnown => _list.IsKnown;

    /// <summary>Why it is as it is.</summary>
    public ServiceListReason Reason => _list.Reason;

    /// <summary>Children that are no instance, by name, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> Skipped => _list.Skipped;

    /// <summary>The instances that -MarkDown leaves out of picks for now.</summary>
    public ZkServiceInstanceInfo[] Down { get; }

    /// <summary>The session it was read in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The service's node.</summary>
    public override string ToString() => Path;
}
