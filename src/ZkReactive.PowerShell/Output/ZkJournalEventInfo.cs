using ZkReactive.Journal;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.PowerShell.Output;

/// <summary>An event of a journal: the library's <see cref="JournalEvent"/> laid flat for tables.</summary>
public sealed class ZkJournalEventInfo
{
    private readonly JournalEvent _recorded;

    internal ZkJournalEventInfo(JournalEvent recorded)
    {
        _recorded = recorded;
        Event = DeployProjection.Read(recorded);
    }

    /// <summary>Its place in the journal.</summary>
    public long Revision => _recorded.Revision.Value;

    /// <summary>When it was appended, by the agent's clock.</summary>
    public DateTimeOffset Time => _recorded.Time;

    /// <summary>What happened, such as <c>DeploySucceeded</c>.</summary>
    public string Kind => _recorded.Kind;

    /// <summary>What it is about: the manifest node.</summary>
    public string Stream => _recorded.Stream;

    /// <summary>The deploy it is about; null when it is about none.</summary>
    public string? DeployId => _recorded.Correlation;

    /// <summary>The ZooKeeper transaction it came from, in hexadecimal; null when it came from none.</summary>
    public string? Zxid => _recorded.Zxid.Value == 0 ? null : _recorded.Zxid.ToString();

    /// <summary>The node's version; null when it is about none.</summary>
    public int? Version => _recorded.Version?.Value;

    /// <summary>What belongs to it, in a line.</summary>
    public string Detail => Event is null ? Payload : new ZkDeployEventInfo("", Event).Detail;

    /// <summary>The content as JSON.</summary>
    public string Payload => _recorded.Payload.ToString();

    /// <summary>The agent's event; null when it is none, or of a later version.</summary>
    public DeployEvent? Event { get; }

    /// <summary>The event in a line.</summary>
    public override string ToString() => $"{Revision} {Kind} {Detail}".TrimEnd();
}
