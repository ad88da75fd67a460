using System.Text.Json.Serialization;

namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>What an agent remembers of the last deploy it finished. A hint beside the journal: what stands on disk is asked of git.</summary>
/// <param name="DeployId">The deploy.</param>
/// <param name="CommitId">The commit read back.</param>
/// <param name="RelativePath">Where to.</param>
/// <param name="Mode">How.</param>
/// <param name="At">When it was finished.</param>
/// <param name="Zxid">The transaction of its manifest; 0 in files of older versions.</param>
internal sealed record DeployRecord(string DeployId, string CommitId, string RelativePath, DeployMode Mode, DateTimeOffset At, long Zxid = 0);

/// <summary>The JSON of the agent's files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(DeployRecord))]
internal sealed partial class DeployRecordJson : JsonSerializerContext;
