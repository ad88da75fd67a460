namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// What must hold after the switch: commands to run, health to see. Asked once the commit stands at the target and git has
/// confirmed it, unless the journal says that this very deploy succeeded before. Refused, the agent brings back what ran
/// before and the deploy fails. After a kill in the middle it is asked again.
/// </summary>
public interface IDeployAcceptance
{
    /// <summary>Completes when the deploy is good.</summary>
    /// <param name="request">What was switched to.</param>
    /// <param name="cancellationToken">A newer manifest came, or the agent stops: give up at once, nothing left running.</param>
    /// <exception cref="DeployException">It is not good: the deploy fails with this id and message.</exception>
    Task AcceptAsync(DeployAcceptanceRequest request, CancellationToken cancellationToken);

    /// <summary>What ran before stands at the target again: whatever was told of the new release is to be told of the old one.</summary>
    /// <param name="request">What was refused.</param>
    /// <param name="cancellationToken">A newer manifest came, or the agent stops: give up at once, nothing left running.</param>
    /// <exception cref="DeployException">It could not be told; the reason is added to why the deploy failed.</exception>
    Task ReturnedAsync(DeployAcceptanceRequest request, CancellationToken cancellationToken) => Task.CompletedTask;
}
