using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ZkReactive.Pipelines.Deploy.Recording;

/// <summary>The JSON of an agent's events and of its state, as its journal keeps them.</summary>
[JsonSerializable(typeof(DeployEvent.AgentStarted))]
[JsonSerializable(typeof(DeployEvent.AgentStopped))]
[JsonSerializable(typeof(DeployEvent.ManifestSeen))]
[JsonSerializable(typeof(DeployEvent.ManifestRejected))]
[JsonSerializable(typeof(DeployEvent.ManifestRemoved))]
[JsonSerializable(typeof(DeployEvent.DeployWaiting))]
[JsonSerializable(typeof(DeployEvent.DeployInterrupted))]
[JsonSerializable(typeof(DeployEvent.DeployResumed))]
[JsonSerializable(typeof(DeployEvent.DeployStarted))]
[JsonSerializable(typeof(DeployEvent.DeployAdmitted))]
[JsonSerializable(typeof(DeployEvent.DeployJoined))]
[JsonSerializable(typeof(DeployEvent.StepStarted))]
[JsonSerializable(typeof(DeployEvent.ReturnStarted))]
[JsonSerializable(typeof(DeployEvent.DeploySucceeded))]
[JsonSerializable(typeof(DeployEvent.DeployFailed))]
[JsonSerializable(typeof(DeployEvent.RetryScheduled))]
[JsonSerializable(typeof(DeployEvent.DeploySuperseded))]
[JsonSerializable(typeof(DeployEvent.WorkStopped))]
[JsonSerializable(typeof(DeployEvent.ResultWritten))]
[JsonSerializable(typeof(DeployEvent.ResultRefused))]
[JsonSerializable(typeof(DeployEvent.Connected))]
[JsonSerializable(typeof(DeployEvent.Disconnected))]
[JsonSerializable(typeof(DeployEvent.Expired))]
[JsonSerializable(typeof(DeployEvent.SessionTaken))]
[JsonSerializable(typeof(DeployEvent.SessionLapsed))]
[JsonSerializable(typeof(DeployEvent.SessionLeft))]
[JsonSerializable(typeof(DeployEvent.PresenceRegistered))]
[JsonSerializable(typeof(DeployEvent.PresenceRefused))]
[JsonSerializable(typeof(DeployState))]
internal sealed partial class DeployRecordingJson : JsonSerializerContext;

/// <summary>How it is laid out.</summary>
internal static class DeployRecordingLayout
{
    /// <summary>Camel case, unset fields left out, readable characters; <see cref="DeployEvent.Deploy"/> says nothing that the rest does not.</summary>
    internal static readonly JsonSerializerOptions Options = Made();

    private static JsonSerializerOptions Made()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = DeployRecordingJson.Default.WithAddedModifier(static type =>
            {
                if (type.Type.IsAssignableTo(typeof(DeployEvent)) && type.Properties.FirstOrDefault(property => property.Name == "deploy") is { } deploy) type.Properties.Remove(deploy);
            }),
            Converters =
            {
                new ZxidJson(), new SessionIdJson(), new NodeVersionJson(), new SecondsJson(), new ManifestJson(),
                new JsonStringEnumConverter<DeployAgentState>(JsonNamingPolicy.CamelCase),
                new JsonStringEnumConverter<DeployMode>(JsonNamingPolicy.CamelCase),
            },
        };
        options.MakeReadOnly();
        return options;
    }
}
