using System.Text.Json.Serialization;
using ZkReactive.Journal;

namespace ZkReactive.Pipelines.Discovery.Registration;

/// <summary>An event as the journal holds it; fields that do not belong to its kind are left out.</summary>
internal sealed record ServiceEventRecord
{
    public DateTimeOffset At { get; init; }

    public bool? IsUp { get; init; }

    public int? Streak { get; init; }

    public ServiceHealth? Health { get; init; }

    public string? Detail { get; init; }

    public string? Session { get; init; }

    public bool? CanWrite { get; init; }

    public string? Node { get; init; }

    public string? Owner { get; init; }

    public ServiceStep? Step { get; init; }

    public string? ErrorId { get; init; }

    public bool? ByExpiry { get; init; }

    /// <summary>The entry of an event in the stream of its node.</summary>
    internal static JournalEntry ToEntry(string stream, ServiceEvent @event) =>
        new(stream, "Service" + @event.GetType().Name, JournalPayload.From(From(@event), ServiceEventJson.Default.ServiceEventRecord))
        {
            Zxid = @event is ServiceEvent.Registered registered ? registered.Zxid : default,
        };

    private static ServiceEventRecord From(ServiceEvent @event)
    {
        var record = new ServiceEventRecord { At = @event.At };
        return @event switch
        {
            ServiceEvent.Probed e => record with { IsUp = e.IsUp, Streak = e.Streak, Detail = e.Detail },
            ServiceEvent.HealthChanged e => record with { Health = e.Health, Detail = e.Detail },
            ServiceEvent.SessionSeen e => record with { Session = e.Session.ToString(), CanWrite = e.CanWrite },
            ServiceEvent.NodeSeen { View: ServiceNodeView.Present view } => record with { Node = "present", Owner = view.Owner.ToString() },
            ServiceEvent.NodeSeen e => record with { Node = e.View is ServiceNodeView.Absent ? "absent" : "unknown" },
            ServiceEvent.StepStarted e => record with { Step = e.Step },
            ServiceEvent.StepFailed e => record with { Step = e.Step, ErrorId = e.ErrorId, Detail = e.Message },
            ServiceEvent.Registered e => record with { Session = e.Session.ToString() },
            ServiceEvent.Lost e => record with { ByExpiry = e.ByExpiry },
            ServiceEvent.PredecessorAwaited e => record with { Owner = e.Owner.ToString() },
            ServiceEvent.Refused e => record with { Owner = e.Owner.ToString(), ErrorId = e.ErrorId, Detail = e.Message },
            _ => record,
        };
    }
}

/// <summary>The JSON of the journal's events.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ServiceEventRecord))]
internal sealed partial class ServiceEventJson : JsonSerializerContext;
