using System.Collections;
using ZkReactive.Pipelines.Policy;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>A set that came into use or was refused.</summary>
public sealed class ZkPolicyUpdateInfo
{
    private readonly PolicySet? _set;

    internal ZkPolicyUpdateInfo(PolicyUpdate update, ZkPath type, ZkSession session)
    {
        var difference = (update.Event as PolicyEvent.SetApplied)?.Difference;
        Type = type.Value;
        Event = update.Event switch
        {
            PolicyEvent.SetApplied => "Applied",
            PolicyEvent.SetRejected => "Rejected",
            _ => "Restored",
        };
        At = update.Event.At;
        Zxid = update.Event.Zxid;
        _set = update.Set;
        Fingerprint = update.Set?.Fingerprint;
        Policies = (update.Set?.Documents.Select(document => document.Name) ?? []).ToArray();
        Changes = ((difference?.Policies ?? []).Select(change => $"{change.Policy} {change.Change}")).ToArray();
        Moves = ((difference?.Moves ?? []).Select(move => move.ToString())).ToArray();
        Findings = ((update.Event is PolicyEvent.SetRejected rejected ? rejected.Findings : update.Set?.Warnings ?? []).Select(finding => finding.ToString())).ToArray();
        Session = session;
    }

    /// <summary>The type's node.</summary>
    public string Type { get; }

    /// <summary><c>Applied</c>: used from now on. <c>Rejected</c>: refused, the one before goes on. <c>Restored</c>: from the state directory.</summary>
    public string Event { get; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The transaction that made the set what it is.</summary>
    public Zxid Zxid { get; }

    /// <summary>The fingerprint of the set in use; null when there is none.</summary>
    public string? Fingerprint { get; }

    /// <summary>The policies in use.</summary>
    public IReadOnlyList<string> Policies { get; }

    /// <summary>The policies that are other than before.</summary>
    public IReadOnlyList<string> Changes { get; }

    /// <summary>The ids that are routed otherwise than before.</summary>
    public IReadOnlyList<string> Moves { get; }

    /// <summary>Why it was refused, or what is odd about it.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>The session it was read in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>Where an id goes by the set in use; null for nowhere.</summary>
    /// <param name="id">The id.</param>
    /// <param name="attributes">What else is known: names and values.</param>
    public string? Route(long id, IDictionary? attributes = null) => _set?.Route(id, AttributeTable.Bind(_set, attributes));

    /// <summary>What an agl of the set in use decides; null for nothing.</summary>
    /// <param name="agl">The agl.</param>
    /// <param name="id">The id.</param>
    /// <param name="attributes">What else is known: names and values.</param>
    public string? Decide(string agl, long id, IDictionary? attributes = null) => _set?.Decide(agl, id, AttributeTable.Bind(_set, attributes));

    /// <summary>The event.</summary>
    public override string ToString() => Event;
}
