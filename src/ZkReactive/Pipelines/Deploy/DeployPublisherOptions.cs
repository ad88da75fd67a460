using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Where and how deploys are published.</summary>
public sealed record DeployPublisherOptions
{
    /// <summary>The default of <see cref="Path"/>: <c>/app/business/config</c>.</summary>
    public static readonly ZkPath DefaultPath = ZkPath.Parse("/app/business/config");

    /// <summary>The manifest node. Default: <see cref="DefaultPath"/>; not the root.</summary>
    public ZkPath Path { get; init; } = DefaultPath;

    /// <summary>How many deploys the history keeps. Default: 20; at least 1.</summary>
    public int KeepHistory { get; init; } = 20;

    /// <summary>URL schemes accepted besides https and ssh; each agent decides again for itself. Default: all.</summary>
    public DeployUrlSchemes AllowedSchemes { get; init; } = DeployUrlSchemes.All;

    /// <summary>Written as <see cref="DeployManifest.PublishedBy"/> when the manifest has none. Default: user name and host name.</summary>
    public string PublishedBy { get; init; } = $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>Signs every manifest, for agents that trust its public half. Default: none; the caller disposes of it.</summary>
    public DeploySigningKey? SigningKey { get; init; }

    /// <summary>The access control list of nodes that are created. Default: open.</summary>
    public IReadOnlyList<Acl> Acl { get; init; } = Protocol.Acl.OpenUnsafe;

    /// <summary>Time, for tests. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its bounds; the message names property, value and bound.</exception>
    public void Validate()
    {
        if (Path.IsRoot) throw new ArgumentException("Path is '/': the manifest node cannot be the root.", nameof(Path));
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepHistory, 1, nameof(KeepHistory));
    }
}
