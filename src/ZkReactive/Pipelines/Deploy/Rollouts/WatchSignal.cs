using ZkReactive.Client;

namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>A ZooKeeper watch as a signal.</summary>
internal sealed class WatchSignal(IZkOneShotWatch watch) : IRolloutSignal
{
    public Task Fired => watch.Fired;

    public ValueTask DisposeAsync() => watch.DisposeAsync();
}
