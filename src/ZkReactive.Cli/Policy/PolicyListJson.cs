using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Cli;

/// <summary>The policies of a type as JSON.</summary>
internal sealed record PolicyListJson(
    string Type,
    bool Valid,
    string? Set,
    string Zxid,
    IReadOnlyList<PolicyListJson.Entry> Policies,
    IReadOnlyList<PolicyFindingJson> Findings,
    IReadOnlyList<PolicyListJson.Rejection> Rejections)
{
    /// <summary>Takes a set apart.</summary>
    public static PolicyListJson From(PolicySnapshot snapshot, PolicyCompilation compilation, IReadOnlyList<PolicyRejection> rejections) => new(
        snapshot.Type,
        compilation.IsValid,
        compilation.Set?.Fingerprint,
        snapshot.Zxid.ToString(),
        [.. snapshot.Members.Select(member => new Entry(
            member.Name, DeployStatusJson.Name(member.Kind), member.Path, member.Stat.Version, member.Stat.Mzxid.ToString(), member.Stat.Modified, member.Data.Length,
            compilation.Set?.Documents.FirstOrDefault(document => document.Kind == member.Kind && document.Name == member.Name)?.Targets ?? []))],
        PolicyFindingJson.From(compilation.Findings),
        [.. rejections.Select(rejection => new Rejection(rejection.Agent, rejection.Host, rejection.At, rejection.Zxid, rejection.Current, PolicyFindingJson.From(rejection.Findings)))]);

    /// <summary>A policy.</summary>
    internal sealed record Entry(string Name, string Kind, string Path, int Version, string Zxid, DateTimeOffset Modified, int Bytes, IReadOnlyList<string> Targets);

    /// <summary>An agent that refuses the set.</summary>
    internal sealed record Rejection(string Agent, string Host, DateTimeOffset At, string Zxid, string? Current, IReadOnlyList<PolicyFindingJson> Findings);
}
