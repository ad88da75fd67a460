using System.Collections.Immutable;
using System.Reactive.Linq;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Agents;
using ZkReactive.Pipelines.Deploy.Status;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Deploys as streams.</summary>
public static class DeployStreams
{
    /// <summary>How the present deploy stands, and each time that changes.</summary>
    /// <remarks>
    /// Cold: each subscription reads and watches by itself (one watch for the manifest, one for the halt, two for the lists
    /// of agents and results, one for each agent and result). First emission: the present state, as soon as all of it is read; without a
    /// manifest <see cref="DeployOutcome.None"/>. Order: each node's states in order, never back in time; between two nodes
    /// there is none, so a result may be seen before the presence that goes with it. Merging: a slow observer gets the newest
    /// state of each node, and equal states are emitted once. Ends as <see cref="ZkStreams.ObserveNode"/> does: on unsubscribe,
    /// disposal of the client, or with a typed exception that trying again cannot mend. Scheduler: the thread pool, one
    /// emission at a time. Connection loss and reconnect: nothing is emitted but what has changed meanwhile; after an expiry
    /// the agents that went with their sessions are seen to go.
    /// </remarks>
    public static IObservable<DeployStatus> ObserveDeploy(this IZkClient client, ZkPath path)
    {
        var nodes = new DeployNodes(path);
        var agents = ObserveChildData(client, nodes.Agents, data => DeployJson.TryRead(data, out PresenceData? presence) ? presence : null);
        var deploys = client.ObserveNode(path).Select(change => DeployTicket.Read(change.Stat, change.Data)).Publish(tickets => tickets
            .Select(ticket => ticket?.DeployId)
            .DistinctUntilChanged()
            .Select(deployId => deployId is null
                ? Observable.Return((DeployId: deployId, Results: ImmutableDictionary<string, ResultData?>.Empty, Halt: (DeployHalt?)null))
                : ObserveChildData(client, nodes.Results(deployId), data => DeployJson.TryRead(data, out ResultData? result) ? result : null)
                    .CombineLatest(client.ObserveNode(nodes.Halt(deployId)), (results, halt) => (DeployId: (string?)deployId, Results: results, Halt: halt.Stat is { } stat ? DeployRollout.Read(deployId, halt.Data, stat) : null)))
            .Switch()
            .CombineLatest(tickets, (results, ticket) => (Ticket: ticket, results.DeployId, results.Results, results.Halt))
            .Where(deploy => deploy.DeployId == deploy.Ticket?.DeployId));
        return agents.CombineLatest(deploys, (present, deploy) => DeployStatusFold.Of(path, deploy.Ticket, deploy.Ticket?.Version, present, deploy.Results, deploy.Halt))
            .DistinctUntilChanged(DeployStatusComparer.Instance);
    }

    /// <summary>What changes on the agents of the present deploy: first every agent as it stands, then each one that changes.</summary>
    /// <remarks>
    /// Made of <see cref="ObserveDeploy"/>, whose promises hold: cold, in order for each agent, the newest state of an agent
    /// that a slow observer missed, ends as that does, on the thread pool, one at a time; nothing on connection loss, on
    /// reconnect and expiry what has changed meanwhile. A new deploy tells every agent anew; an agent that goes away without a
    /// result is told once more, not present.
    /// </remarks>
    public static IObservable<DeployAgentChange> ObserveDeployAgents(this IZkClient client, ZkPath path) => client.ObserveDeploy(path)
        .Scan((Before: (DeployStatus?)null, Changes: (IReadOnlyList<DeployAgentChange>)[]), (state, status) => (status, DeployAgentChange.Between(state.Before, status)))
        .SelectMany(state => state.Changes);

    /// <summary>The data of all children of a node. Emits first when every child that was there at first has been read.</summary>
    private static IObservable<ImmutableDictionary<string, T?>> ObserveChildData<T>(IZkClient client, ZkPath parent, Func<ReadOnlyMemory<byte>, T?> read)
        where T : class =>
        client.ObserveChildren(parent).Publish(lists => lists
            .SelectMany(list => list.Added)
            .SelectMany(name => client.ObserveNode(parent / name)
                .TakeUntil(lists.Where(list => list.Removed.Contains(name)))
                .Select(change => (IsList: false, Names: (IReadOnlyList<string>)[], Name: name, change.Exists, Data: change.Exists ? read(change.Data) : null)))
            .Merge(lists.Select(list => (IsList: true, Names: list.Children, Name: "", Exists: false, Data: (T?)null))))
        .Scan(ChildData<T>.Empty, (state, next) => next.IsList ? state.List(next.Names) : state.Read(next.Name, next.Exists, next.Data))
        .Where(state => state.IsComplete)
        .Select(state => state.Data);
}
