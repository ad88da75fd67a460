using System.Text;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>What a manifest would change where, if it were published now.</summary>
/// <param name="Path">The manifest node.</param>
/// <param name="CommitId">The commit that would be asked for.</param>
/// <param name="Agents">Each registered agent, by id.</param>
public sealed record DeployPlan(ZkPath Path, string CommitId, IReadOnlyList<DeployPlanAgent> Agents)
{
    private const int ShortCommit = 10;

    /// <summary>Asks what every registered agent runs. Reads only.</summary>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public static async Task<DeployPlan> ReadAsync(IZkClient client, ZkPath path, string commitId, CancellationToken cancellationToken = default)
    {
        var commit = DeployRules.NormalizeCommitId(commitId);
        var status = await DeployStatusReader.ReadAsync(client, path, cancellationToken).ConfigureAwait(false);
        return new(path, commit, [.. status.Agents.Where(agent => agent.IsPresent).Select(agent => new DeployPlanAgent(agent.Agent, agent.Running, commit, agent.Running != commit))]);
    }

    /// <summary>In words: a line for each agent, what it runs and what it would run.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"Deploy commit {CommitId} to {Path}");
        if (Agents.Count == 0) return text.Append("; no agent is registered").ToString();
        text.Append(':');
        var width = Agents.Max(agent => agent.Agent.Length);
        foreach (var agent in Agents)
        {
            text.Append('\n').Append("  ").Append(agent.Agent.PadRight(width)).Append("  ");
            text.Append(agent.IsChange ? $"{Short(agent.From).PadRight(ShortCommit)} -> {Short(agent.To)}" : $"{Short(agent.From).PadRight(ShortCommit)}    no change");
        }

        return text.ToString();
    }

    private static string Short(string? commit) => commit is null ? "nothing" : commit[..Math.Min(ShortCommit, commit.Length)];
}
