using System.Reactive.Linq;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery.Lookup;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>Services as streams.</summary>
public static class ServiceStreams
{
    /// <summary>The instances of a service now, and which joined, changed or left, each time that something did.</summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item><b>Cold, and shared underneath:</b> a subscription puts a list of its own together; the watches, one for the service
    /// and one for each instance, are shared with all other streams of the client.</item>
    /// <item><b>First emission:</b> all instances, as soon as each of them has been read; also when there is no such service.</item>
    /// <item><b>Order:</b> each node's states in order, never back in time; between two nodes there is none.</item>
    /// <item><b>Merging:</b> changes that follow each other faster than they are read or taken are merged: the newest list always
    /// arrives, and the differences are to the list that was emitted before. Nothing is emitted when nothing differs.</item>
    /// <item><b>Ends</b> as <see cref="ZkStreams.ObserveChildren"/> does. One instance that may not be read is skipped and ends nothing.</item>
    /// <item><b>Scheduler:</b> the thread pool, one call at a time.</item>
    /// <item><b>Connection loss and reconnect</b> emit nothing but what has changed meanwhile; so does an expiry of the observer's
    /// session. Instances that went with sessions of their own are seen to leave.</item>
    /// </list>
    /// </remarks>
    public static IObservable<ServiceChange> ObserveService(this IZkClient client, ZkPath path)
    {
        ArgumentNullException.ThrowIfNull(client);
        return ObserveLists(client, path)
            .Scan((Last: default(ServiceListData), Change: default(ServiceChange)), (seen, list) => (list, ServiceDifference.Between(seen.Last, list)))
            .Where(seen => seen.Change is not null)
            .Select(seen => seen.Change!);
    }

    private static IObservable<ServiceListData> ObserveLists(IZkClient client, ZkPath path) => Observable.Create<ServiceListData>(observer =>
    {
        var follower = new ServiceFollower(client, path, observer);
        follower.Start();
        return follower;
    });
}
