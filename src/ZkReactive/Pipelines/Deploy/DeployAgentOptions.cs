using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Journal;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Which manifest an agent follows and where it deploys.</summary>
public sealed record DeployAgentOptions
{
    private readonly string? _stateDirectory;
    private readonly string _agentId = Sanitise(Environment.MachineName);

    /// <summary>The manifest node. Default: <see cref="DeployPublisherOptions.DefaultPath"/>; not the root.</summary>
    public ZkPath Path { get; init; } = DeployPublisherOptions.DefaultPath;

    /// <summary>The directory below which the agent deploys; it is created when missing, and never left.</summary>
    public required string Root { get; init; }

    /// <summary>
    /// The agent's name in ZooKeeper, unique in the fleet. Default: the host name; characters other than letters, digits,
    /// <c>.</c>, <c>_</c> and <c>-</c> become <c>-</c>.
    /// </summary>
    public string AgentId
    {
        get => _agentId;
        init => _agentId = Sanitise(value);
    }

    /// <summary>Where the agent remembers what it runs and keeps git's objects. Default: <c>.zkreactive</c> below <see cref="Root"/>.</summary>
    public string StateDirectory
    {
        get => _stateDirectory ?? System.IO.Path.Combine(Root, ".zkreactive");
        init => _stateDirectory = value;
    }

    /// <summary>URL schemes accepted besides https and ssh. Default: none.</summary>
    public DeployUrlSchemes AllowedSchemes { get; init; }

    /// <summary>How long one git command may take. Default: 5 minutes; more than zero.</summary>
    public TimeSpan GitTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many releases of a target are kept, the running one included. Default: 5; at least 1.</summary>
    public int KeepReleases { get; init; } = 5;

    /// <summary>How many deploys the history keeps when this agent had to write it. Default: 20; at least 1.</summary>
    public int KeepHistory { get; init; } = 20;

    /// <summary>When failed deploys are tried again by themselves; null for never. Default: see <see cref="DeployRetryPolicy"/>.</summary>
    public DeployRetryPolicy? Retry { get; init; } = new();

    /// <summary>
    /// How much of the journal is kept; what the present state needs always is. Default: 90 days, at most 64 MiB.
    /// </summary>
    public JournalRetention JournalRetention { get; init; } = new() { MaxAge = TimeSpan.FromDays(90), MaxBytes = 64 * 1024 * 1024 };

    /// <summary>
    /// Whose signatures make a manifest good: everything that none of these keys has signed for this manifest node is refused,
    /// and so is what is older than the newest that was accepted. Default: none, signatures do not matter.
    /// </summary>
    public DeployTrustedKeys? TrustedKeys { get; init; }

    /// <summary>Whom to ask whether a manifest is accepted. Default: nobody, the rules are enough.</summary>
    public IDeployManifestCheck? ManifestCheck { get; init; }

    /// <summary>From which manifests the agent runs commands. Default: <see cref="DeployCommandRule.Signed"/>.</summary>
    public DeployCommandRule Commands { get; init; }

    /// <summary>Whom to ask before a deploy begins. Default: the manifest's strategy, together with the other agents.</summary>
    public IDeployGate? Gate { get; init; }

    /// <summary>Whom to ask after the switch whether the deploy is good. Default: the manifest's post-deploy command and health check.</summary>
    public IDeployAcceptance? Acceptance { get; init; }

    /// <summary>Time, for tests. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its bounds; the message names property, value and bound.</exception>
    public void Validate()
    {
        if (Path.IsRoot) throw new ArgumentException("Path is '/': the manifest node cannot be the root.", nameof(Path));
        ArgumentException.ThrowIfNullOrWhiteSpace(Root, nameof(Root));
        ArgumentException.ThrowIfNullOrWhiteSpace(AgentId, nameof(AgentId));
        ArgumentException.ThrowIfNullOrWhiteSpace(StateDirectory, nameof(StateDirectory));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(GitTimeout, TimeSpan.Zero, nameof(GitTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepReleases, 1, nameof(KeepReleases));
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepHistory, 1, nameof(KeepHistory));
        Retry?.Validate();
        JournalRetention.Validate();
    }

    /// <summary>A legal node name: '.' and '..' are none, and '/' would make two.</summary>
    private static string Sanitise(string id)
    {
        var name = string.Concat(id.Trim().Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-'));
        return name.Length > 0 && name.All(c => c == '.') ? new string('-', name.Length) : name;
    }
}
