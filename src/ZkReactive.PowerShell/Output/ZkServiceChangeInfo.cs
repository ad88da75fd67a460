using System.Collections.Immutable;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.PowerShell.Output;

/// <summary>What joined, changed and left: the library's <see cref="ServiceChange"/> in types that scripts handle.</summary>
public sealed class ZkServiceChangeInfo
{
    private readonly ServiceChange _change;

    internal ZkServiceChangeInfo(ServiceChange change, ZkSession session)
    {
        _change = change;
        Session = session;
        Instances = Of(change.Instances);
        Joined = Of(change.Joined);
        Changed = Of(change.Changed);
        Left = Of(change.Left);
    }

    /// <summary>The service's node; binds to <c>-Path</c> of the next command.</summary>
    public string Path => _change.Path.Value;

    /// <summary>Why it is written: the first list, or a change.</summary>
    public ChangeCause Cause => _change.Cause;

    /// <summary>Whether the service's node is there.</summary>
    public bool Exists => _change.Exists;

    /// <summary>How many instances there are now.</summary>
    public int Count => Instances.Length;

    /// <summary>All instances.</summary>
    public ZkServiceInstanceInfo[] Instances { get; }

    /// <summary>Those that came; all of them in the first list.</summary>
    public ZkServiceInstanceInfo[] Joined { get; }

    /// <summary>Those that say something else now, or were registered anew.</summary>
    public ZkServiceInstanceInfo[] Changed { get; }

    /// <summary>Those that went.</summary>
    public ZkServiceInstanceInfo[] Left { get; }

    /// <summary>How many children are no instances.</summary>
    public int Skipped => _change.Skipped;

    /// <summary>The last transaction the server had applied.</summary>
    public Zxid Zxid => _change.Zxid;

    /// <summary>The session it was seen in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The service's node.</summary>
    public override string ToString() => Path;

    private ZkServiceInstanceInfo[] Of(ImmutableArray<ServiceInstance> instances) => [.. instances.Select(instance => new ZkServiceInstanceInfo(instance, null, Session))];
}
