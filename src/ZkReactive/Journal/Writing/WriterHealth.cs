using System.Globalization;
using System.Text.Json.Nodes;
using ZkReactive.Journal.Reading;

namespace ZkReactive.Journal.Writing;

/// <summary>Keeps account of what could not be written, so that the journal can say so once it can.</summary>
internal sealed class WriterHealth(DateTimeOffset now)
{
    private JournalStatus _status = new(true, now, null, 0);

    public JournalStatus Status => Volatile.Read(ref _status);

    /// <summary>Pulses when the status has changed.</summary>
    public JournalSignal Changed { get; } = new();

    /// <summary>The event that tells of the gap; null when nothing was lost.</summary>
    public JournalEntry? Gap
    {
        get
        {
            var status = Status;
            if (status.LostEvents == 0) return null;
            var payload = new JsonObject
            {
                ["lostEvents"] = status.LostEvents,
                ["since"] = status.Since.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["reason"] = status.Reason,
            };
            return new JournalEntry(JournalKinds.Stream, JournalKinds.Gap, JournalPayload.FromJson(payload.ToJsonString()));
        }
    }

    public void Failed(string reason, long lostEvents, DateTimeOffset now)
    {
        var status = Status;
        Set(new JournalStatus(false, status.IsAvailable ? now : status.Since, reason, status.LostEvents + lostEvents));
    }

    public void Succeeded(DateTimeOffset now)
    {
        if (!Status.IsAvailable) Set(new JournalStatus(true, now, null, 0));
    }

    private void Set(JournalStatus status)
    {
        Volatile.Write(ref _status, status);
        Changed.Pulse();
    }
}
