using System.Management.Automation;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Bridging;

/// <summary>Follows a published deploy for a cmdlet: a progress bar, then the agents, then an error if it did not succeed everywhere.</summary>
internal sealed class DeployWaiting(Cmdlet cmdlet, ZkSession session, ZkPath path, TimeSpan timeout, int? expectedAgents)
{
    private const int MostReasons = 5;

    /// <summary>Waits for the end.</summary>
    /// <param name="deployId">Which deploy.</param>
    /// <param name="run">Runs work that posts to the pipeline; false when it failed and the error is written.</param>
    public void Follow(string deployId, Func<Func<PipelinePost, CancellationToken, Task>, bool> run)
    {
        DeployStatus? last = null;
        var isOver = run(async (post, token) =>
        {
            using var progress = new DeployProgress(post, status => cmdlet.WriteProgress(DeployProgress.ToRecord(status)), session.Client.Options.TimeProvider);
            try
            {
                last = await DeployWait.WaitAsync(session.Client, path, deployId, timeout, expectedAgents, progress, token);
            }
            finally
            {
                last ??= progress.Latest;
            }
        });
        cmdlet.WriteProgress(DeployProgress.ToCompleted(path.Value));
        foreach (var agent in last?.Agents ?? []) cmdlet.WriteObject(new ZkDeployAgentInfo(agent, deployId));
        if (isOver && last is { Outcome: not DeployOutcome.Succeeded }) cmdlet.WriteError(ErrorRecordMapper.ToRecord(NotSucceeded(last), path.Value));
    }

    /// <summary>The error of a deploy that did not succeed everywhere: who is troubled, and each reason once, in its own words.</summary>
    internal static ZkModuleException NotSucceeded(DeployStatus status)
    {
        var troubled = status.Agents.Where(agent => agent.State != DeployAgentState.Succeeded).ToList();
        var names = string.Join(", ", troubled.Select(agent => $"{agent.Agent} ({agent.ErrorId ?? agent.State.ToString()})"));
        var reasons = troubled.Where(agent => agent.Error is not null).Select(agent => agent.Error!)
            .Concat(status.ManifestProblems.Select(problem => problem.Message))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var text = $"Deploy {status.DeployId} to {status.Path} ended as {status.Outcome}{(names.Length > 0 ? ": " + names : "")}.";
        if (status.Halt is { } halt) text += $" It was halted by {halt.By ?? "somebody"}{(halt.Reason is { } why ? $": {why}" : ".")}";
        if (reasons.Count > 0) text += " " + string.Join(" ", reasons.Take(MostReasons));
        if (reasons.Count > MostReasons) text += $" And {reasons.Count - MostReasons} other reasons.";
        return new ZkModuleException("ZkDeploy" + status.Outcome, ErrorCategory.InvalidResult, text, "Correct the cause and publish again, or go back with Undo-ZkDeploy.");
    }
}
