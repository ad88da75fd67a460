using ZkReactive.Pipelines.Discovery;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Output;

/// <summary>A registration that is kept in the background; its properties are live.</summary>
public sealed class ZkServiceRegistrationInfo
{
    internal ZkServiceRegistrationInfo(ServiceRegistration registration, ZkSession session)
    {
        Registration = registration;
        Session = session;
    }

    /// <summary>The instance's node; binds to <c>-Path</c> of the next command.</summary>
    public string Path => Registration.InstancePath.Value;

    /// <summary>The instance's id.</summary>
    public string Id => Registration.Options.InstanceId;

    /// <summary>Address and port.</summary>
    public string EndPoint => $"{Registration.Options.Address}:{Registration.Options.Port}";

    /// <summary>Whether it stands in ZooKeeper now, as far as is known.</summary>
    public bool IsRegistered => Registration.State.IsRegistered;

    /// <summary>What the probes have made of it.</summary>
    public ServiceHealth Health => Registration.State.Health;

    /// <summary>What the last probe that counted found.</summary>
    public string Detail => Registration.State.Detail;

    /// <summary>Why it is not registered although it should be; null when nothing is wrong.</summary>
    public string? Error => Registration.State.Error;

    /// <summary>Whether it has ended.</summary>
    public bool IsEnded => Registration.Completion.IsCompleted;

    /// <summary>The library's registration behind it, for scripts that need more.</summary>
    public ServiceRegistration Registration { get; }

    /// <summary>The session that keeps it; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The instance's node.</summary>
    public override string ToString() => Path;
}
