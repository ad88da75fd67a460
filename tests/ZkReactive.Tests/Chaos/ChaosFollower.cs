using ZkReactive.Client;
using ZkReactive.Streams;

namespace ZkReactive.Tests.Chaos;

/// <summary>Follows all registers and the list of logs by streams, and holds that none goes back in time, ends or is behind in the end.</summary>
internal sealed class ChaosFollower : IDisposable
{
    private readonly ChaosViolations _violations;
    private readonly int[] _nodes;
    private readonly long[] _nodeZxids;
    private readonly int[] _tree;
    private readonly List<IDisposable> _subscriptions = [];
    private long _childrenZxid;
    private int _childrenCount;
    private int _emissions;

    public ChaosFollower(IZkClient client, int writers, ChaosViolations violations)
    {
        _violations = violations;
        _nodes = new int[writers];
        _nodeZxids = new long[writers];
        _tree = new int[writers];
        for (var writer = 0; writer < writers; writer++)
        {
            var register = writer;
            Follow($"node {register}", client.ObserveNode(ChaosTree.Register(register)), change => OnNode(register, change));
        }

        Follow("children", client.ObserveChildren(ChaosTree.Logs), OnChildren);
        Follow("tree", client.ObserveTree(ChaosTree.Registers), OnTree);
    }

    public int Emissions => Volatile.Read(ref _emissions);

    /// <summary>Null when every stream shows what is there; else the first that does not.</summary>
    public string? Behind(IReadOnlyList<int> registers, int logs)
    {
        for (var i = 0; i < registers.Count; i++)
        {
            if (Volatile.Read(ref _nodes[i]) != registers[i]) return $"node {i} shows {_nodes[i]} instead of {registers[i]}";
            if (Volatile.Read(ref _tree[i]) != registers[i]) return $"the tree shows {_tree[i]} instead of {registers[i]} for register {i}";
        }

        return Volatile.Read(ref _childrenCount) == logs ? null : $"the list of logs has {_childrenCount} instead of {logs}";
    }

    public void Dispose() => _subscriptions.ForEach(one => one.Dispose());

    private void Follow<T>(string name, IObservable<T> stream, Action<T> onNext) => _subscriptions.Add(stream.Subscribe(
        change =>
        {
            Interlocked.Increment(ref _emissions);
            onNext(change);
        },
        error => _violations.Add($"the stream of {name} ended with {error}")));

    private void OnNode(int register, NodeChange change)
    {
        var (value, mzxid) = (ChaosTree.Decode(change.Data), change.Stat!.Value.Mzxid.Value);
        _violations.Unless(value >= _nodes[register] && mzxid > _nodeZxids[register], () => $"the stream of register {register} went from {_nodes[register]} at {_nodeZxids[register]} to {value} at {mzxid}");
        _nodeZxids[register] = mzxid;
        Volatile.Write(ref _nodes[register], value);
    }

    private void OnChildren(ChildrenChange change)
    {
        var pzxid = change.Stat!.Value.Pzxid.Value;
        _violations.Unless(pzxid > _childrenZxid && change.Children.Count >= _childrenCount, () => $"the list of logs went from {_childrenCount} at {_childrenZxid} to {change.Children.Count} at {pzxid}");
        _childrenZxid = pzxid;
        Volatile.Write(ref _childrenCount, change.Children.Count);
    }

    private void OnTree(TreeChange change)
    {
        for (var register = 0; register < _tree.Length; register++)
        {
            if (!change.Tree.TryGet(ChaosTree.Register(register), out var node))
            {
                _violations.Add($"register {register} is absent from a tree");
                continue;
            }

            var value = ChaosTree.Decode(node.Data);
            _violations.Unless(value >= _tree[register], () => $"register {register} went back from {_tree[register]} to {value} in the tree");
            Volatile.Write(ref _tree[register], value);
        }
    }
}
