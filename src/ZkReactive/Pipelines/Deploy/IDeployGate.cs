namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// Says when an agent may begin a deploy. Asked after <see cref="DeployEvent.DeployStarted"/> is in the journal and before
/// anything else of the work; asked again when a deploy is resumed or tried again. Without a gate every deploy begins at once.
/// </summary>
public interface IDeployGate
{
    /// <summary>Waits until the work may begin, for as long as it takes.</summary>
    /// <param name="request">What is to begin.</param>
    /// <param name="cancellationToken">A newer manifest came, or the agent stops: give up at once.</param>
    /// <returns>
    /// A pass. It is disposed once, when the result of the deploy stands in ZooKeeper, cannot be written, or the agent
    /// stops: whoever counts by passes sees the result first.
    /// </returns>
    /// <exception cref="DeployException">It may not begin at all: the deploy fails with this id and message.</exception>
    ValueTask<IAsyncDisposable> EnterAsync(DeployGateRequest request, CancellationToken cancellationToken);
}
