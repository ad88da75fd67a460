using System.Text.Json;
using ZkReactive.Journal;

namespace ZkReactive.Cli;

/// <summary>An event of a journal as JSON.</summary>
/// <param name="Revision">Its place.</param>
/// <param name="Time">When it was appended.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Stream">What it is about.</param>
/// <param name="Zxid">The ZooKeeper transaction; null when there is none.</param>
/// <param name="Version">The node's version; null when there is none.</param>
/// <param name="Correlation">The deploy; null when it is about none.</param>
/// <param name="Payload">The content as it stands in the journal.</param>
internal sealed record JournalEventJson(long Revision, DateTimeOffset Time, string Kind, string Stream, string? Zxid, int? Version, string? Correlation, JsonElement Payload)
{
    /// <summary>Takes an event apart.</summary>
    public static JournalEventJson From(JournalEvent recorded)
    {
        using var payload = JsonDocument.Parse(recorded.Payload.Utf8);
        return new(
            recorded.Revision.Value,
            recorded.Time,
            recorded.Kind,
            recorded.Stream,
            recorded.Zxid.Value == 0 ? null : recorded.Zxid.ToString(),
            recorded.Version?.Value,
            recorded.Correlation,
            payload.RootElement.Clone());
    }
}
