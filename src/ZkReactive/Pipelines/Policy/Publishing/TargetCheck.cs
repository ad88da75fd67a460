using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy.Publishing;

/// <summary>
/// Looks which targets of a set are provided by registered services: below the path given, a child of the target's name that
/// is an instance itself (ephemeral), or a service with instances (Curator's layout). Only names are read, so every payload will do.
/// </summary>
internal static class TargetCheck
{
    private const int BatchSize = 250;

    public static async Task<IReadOnlyList<PolicyFinding>> FindUnprovidedAsync(IZkClient client, ZkPath services, PolicySet set, CancellationToken cancellationToken)
    {
        var findings = new List<PolicyFinding>();
        foreach (var batch in Targets(set).Chunk(BatchSize))
        {
            var provided = await Task.WhenAll(batch.Select(target => IsProvidedAsync(client, services, target.Name, cancellationToken))).ConfigureAwait(false);
            findings.AddRange(batch.Where((_, i) => !provided[i]).Select(target => new PolicyFinding(
                target.Policy, target.Line, target.Column, PolicySeverity.Warning, PolicyErrorIds.TargetUnprovided,
                $"No registered service provides '{target.Name}': {services} has no instance of that name, nor a service with instances.")));
        }

        return findings;
    }

    /// <summary>Each target once, where it is first named.</summary>
    private static IEnumerable<(string Name, string Policy, int Line, int Column)> Targets(PolicySet set) => set.Table.Entries
        .Select(entry => (Name: entry.Route.Next, entry.Policy, entry.Route.Line, entry.Route.Column))
        .DistinctBy(target => target.Name);

    private static async Task<bool> IsProvidedAsync(IZkClient client, ZkPath services, string target, CancellationToken cancellationToken)
    {
        if (target.Contains('/', StringComparison.Ordinal) || !ZkPath.TryParse(services.IsRoot ? $"/{target}" : $"{services}/{target}", out var path, out _)) return false;
        var node = await client.ExistsAsync(path, cancellationToken).ConfigureAwait(false);
        return node.Exists && (node.Stat.Value.ChildCount > 0 || node.Stat.Value.Kind == NodeKind.Ephemeral);
    }
}
