using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli.Demo;

/// <summary>A deploy of the demo, as it was measured and as git confirmed it.</summary>
/// <param name="DeployId">The deploy.</param>
/// <param name="Commit">The commit it asked for.</param>
/// <param name="PublishedAt">When publishing began.</param>
/// <param name="Status">What the agents reported.</param>
/// <param name="Proofs">What git says of each agent's directory, by agent.</param>
/// <param name="VerifiedAfter">From publishing to the last directory being checked.</param>
internal sealed record DemoDeploy(
    string DeployId, string Commit, DateTimeOffset PublishedAt, DeployStatus Status, IReadOnlyDictionary<string, AgentProof> Proofs, TimeSpan VerifiedAfter)
{
    /// <summary>What is wrong with the outcome, a line for each agent; empty when every agent verifiably runs the commit.</summary>
    public IReadOnlyList<string> Faults =>
        [.. Proofs.Where(proof => !proof.Value.Shows(Commit)).OrderBy(proof => proof.Key, StringComparer.Ordinal).Select(proof => $"{proof.Key}: {Wrong(proof.Value)}")];

    private string Wrong(AgentProof proof) =>
        proof.Found.Length > 0 ? proof.Found : $"git says {DeployRow.Short(proof.Commit)}, wanted {DeployRow.Short(Commit)}";
}
