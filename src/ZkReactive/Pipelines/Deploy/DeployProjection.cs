using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ZkReactive.Journal;
using ZkReactive.Pipelines.Deploy.Recording;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>An agent's state out of its journal, for the agent itself and for whoever asks what it ran at some time.</summary>
public static class DeployProjection
{
    private static readonly JsonTypeInfo<DeployState> StateType = (JsonTypeInfo<DeployState>)DeployRecordingLayout.Options.GetTypeInfo(typeof(DeployState));

    /// <summary>The names of the events that it is made of.</summary>
    public static IReadOnlyCollection<string> Kinds => DeployEventCodec.Kinds;

    /// <summary>The state of the agent that follows a manifest node.</summary>
    public static JournalProjection<DeployState> Of(ZkPath path) => new()
    {
        Name = "deploy " + path.Value,
        Stream = path.Value,
        Initial = static () => DeployState.Empty,
        // What a newer or damaged version wrote is passed over: git is asked at every start what really stands there.
        Evolve = static (state, recorded) => Read(recorded) is { } @event ? DeployDecider.Evolve(state, @event) : state,
        StateType = StateType,
        Upgrade = static (_, payload) => Upgrade(payload),
    };

    /// <summary>The event that a journal recorded; null when it is none of an agent's, or cannot be read here.</summary>
    public static DeployEvent? Read(JournalEvent recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        return DeployEventCodec.Read(recorded.Kind, recorded.Payload);
    }

    /// <summary>Snapshots of another version are read as far as they fit.</summary>
    private static DeployState? Upgrade(JournalPayload payload)
    {
        try
        {
            return payload.Read(StateType);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
