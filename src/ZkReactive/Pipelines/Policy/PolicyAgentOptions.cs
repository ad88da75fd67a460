using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Journal;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy;

/// <summary>Which policies an agent follows, and where it says what it does.</summary>
public sealed record PolicyAgentOptions
{
    private readonly string _agentId = Sanitise($"{Environment.MachineName}-{Environment.ProcessId}");

    /// <summary>The node of the type of servers, such as <c>/Proxy</c>; not the root. It need not exist.</summary>
    public required ZkPath Type { get; init; }

    /// <summary>
    /// The agent's name below <c>rejections</c>. Default: host name and process id; characters other than letters, digits,
    /// <c>.</c>, <c>_</c> and <c>-</c> become <c>-</c>.
    /// </summary>
    public string AgentId
    {
        get => _agentId;
        init => _agentId = Sanitise(value);
    }

    /// <summary>Where the last good set is kept, for a start while ZooKeeper is away or holds a bad set. Default: null, nowhere.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>Whether the agent says in ZooKeeper when it refuses a set. Default: true; false for those who only look on.</summary>
    public bool ReportRejections { get; init; } = true;

    /// <summary>A journal to note events in; it stays the caller's. Default: null, none.</summary>
    public ZkJournal? Journal { get; init; }

    /// <summary>How large policies may be.</summary>
    public PolicyLimits Limits { get; init; } = PolicyLimits.Default;

    /// <summary>Time, for tests. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its bounds; the message names property, value and bound.</exception>
    public void Validate()
    {
        if (Type.IsRoot) throw new ArgumentException("Type is '/': the node of a type of servers cannot be the root.", nameof(Type));
        ArgumentException.ThrowIfNullOrWhiteSpace(AgentId, nameof(AgentId));
        if (StateDirectory is not null) ArgumentException.ThrowIfNullOrWhiteSpace(StateDirectory, nameof(StateDirectory));
        Limits.Validate();
    }

    /// <summary>A legal node name: '.' and '..' are none, and '/' would make two.</summary>
    private static string Sanitise(string id)
    {
        var name = string.Concat(id.Trim().Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-'));
        return name.Length > 0 && name.All(c => c == '.') ? new string('-', name.Length) : name;
    }
}
