using Microsoft.Extensions.Logging;
using ZkReactive.Client;

namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>Lets the agent begin a deploy when the manifest's strategy and the other agents do.</summary>
internal sealed class DeployRolloutGate(IZkClient client, DeployAgentOptions options, ILogger logger) : IDeployGate
{
    private readonly RolloutEntrance _entrance = new(client, options.Path, options.AgentId, options.TimeProvider, logger);

    public async ValueTask<IAsyncDisposable> EnterAsync(DeployGateRequest request, CancellationToken cancellationToken) =>
        await _entrance.EnterAsync(
            request.DeployId,
            request.Manifest,
            request.IsFinished,
            request.IsTriedAgain,
            wait => request.Progress?.Report(wait == RolloutWait.Halt ? DeployAgentState.Halted : DeployAgentState.Waiting),
            cancellationToken).ConfigureAwait(false);
}
