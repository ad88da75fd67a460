using System.Management.Automation;
using ZkReactive.Journal;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Shows what an agent saw, decided and did, as it happens with -Wait, or what it knew at a time with -AsOf.</summary>
[Cmdlet(VerbsCommon.Get, "ZkJournal", DefaultParameterSetName = EventsSet)]
[OutputType(typeof(ZkJournalEventInfo), ParameterSetName = [EventsSet])]
[OutputType(typeof(ZkDeployStateInfo), ParameterSetName = [AsOfSet])]
public sealed class GetZkJournalCommand : ZkJournalCmdlet
{
    private const string EventsSet = "Events";
    private const string AsOfSet = "AsOf";

    /// <summary>Only what happened then or later.</summary>
    [Parameter(ParameterSetName = EventsSet)]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only these kinds, such as DeployFailed.</summary>
    [Parameter(ParameterSetName = EventsSet)]
    [ArgumentCompleter(typeof(JournalKindCompleter))]
    [ValidateCount(1, 100)]
    public string[] Kind { get; set; } = [];

    /// <summary>Only what happened about this deploy.</summary>
    [Parameter(ParameterSetName = EventsSet)]
    [ValidateNotNullOrEmpty]
    public string? DeployId { get; set; }

    /// <summary>Goes on with what happens, until it is stopped.</summary>
    [Parameter(ParameterSetName = EventsSet)]
    public SwitchParameter Wait { get; set; }

    /// <summary>Shows what the agent knew and ran at this time, instead of events.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AsOfSet)]
    public DateTimeOffset AsOf { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var file = JournalFile();
        if (ParameterSetName == AsOfSet) ShowState(file);
        else if (Wait) Follow(file);
        else ShowEvents(file);
    }

    private JournalQuery Query() => new() { Since = Since, Kinds = Kind, Correlation = DeployId };

    private void ShowState(string file)
    {
        if (!Try(file, token => ReadAsync(file, reader => DeployStateAsOf.ReadAsync(reader, AsOf, cancellationToken: token), token), out var known)) return;
        if (known is not null) WriteObject(new ZkDeployStateInfo(known));
        else WriteWarning($"The journal '{file}' has no event of a deploy agent.");
    }

    private void ShowEvents(string file) => Try(file, async (post, token) => await ReadAsync(
        file,
        async reader =>
        {
            await foreach (var recorded in reader.ReadAsync(Query(), token)) await post.PostAsync(() => WriteObject(new ZkJournalEventInfo(recorded)), token);
            return true;
        },
        token));

    private void Follow(string file) => Try(file, async (post, token) => await ReadAsync(
        file,
        async reader =>
        {
            await foreach (var message in reader.FollowAsync(Query(), token)) await post.PostAsync(() => Write(message), token);
            return true;
        },
        token));

    private void Write(JournalMessage message)
    {
        if (message is JournalMessage.Event(var recorded)) WriteObject(new ZkJournalEventInfo(recorded));
        else if (message is JournalMessage.EventsDropped(var through)) WriteWarning($"Events up to {through} were dropped by retention.");
        else if (message is JournalMessage.Replaced(var setAside)) WriteWarning($"The file was damaged and is kept as {setAside}; a new one begins.");
    }
}
