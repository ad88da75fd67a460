using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>How a cache of a service's instances picks and what it keeps.</summary>
public sealed record ServiceCacheOptions
{
    /// <summary>The zone that picks prefer: another one's instances are picked only when none of this one is there. Default: none.</summary>
    public string? Zone { get; init; }

    /// <summary>Tags that an instance must all have to be in the list. Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How long an instance that was marked down is left out of picks. Default: 30 s; more than zero.</summary>
    public TimeSpan DownTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the last list is kept over restarts: it is what there is until ZooKeeper answers. Default: nowhere.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>Time, for tests. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its bounds; the message names property, value and bound.</exception>
    public void Validate() => ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(DownTime, TimeSpan.Zero, nameof(DownTime));
}
