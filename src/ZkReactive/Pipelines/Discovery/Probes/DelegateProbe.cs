namespace ZkReactive.Pipelines.Discovery;

/// <summary>Up when a delegate says so.</summary>
/// <param name="name">What it is called in logs.</param>
/// <param name="probe">Asked each time; an exception counts as down.</param>
public sealed class DelegateProbe(string name, Func<CancellationToken, ValueTask<ProbeResult>> probe) : ServiceProbe
{
    /// <inheritdoc/>
    public override ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken) => probe(cancellationToken);

    /// <inheritdoc/>
    public override string ToString() => name;
}
