using System.Buffers;
using Microsoft.Extensions.Logging;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Connections;
using ZkReactive.Server.Diagnostics;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing;

/// <summary>
/// Turns changes of the tree into watch events in the output of those who watch. An event is in a client's output before
/// the reply to any later read can be. Source: Apache ZooKeeper, <c>DataTree</c> (which table hears of what) and
/// <c>ServerCnxn.process</c> (no event without the permission to read).
/// </summary>
internal sealed class WatchDispatcher(int maxBacklogBytes, ILogger logger) : ITreeEvents, IDisposable
{
    /// <summary>The zxid of an event that answers a setWatches, where no transaction is at hand.</summary>
    private const long NoZxid = -1;

    private readonly FrameBuffer _frame = new(int.MaxValue);
    private readonly List<ClientState> _hearers = [];
    private readonly List<ClientState> _dirty = [];

    /// <summary>Watches for data and existence, and all recursive ones.</summary>
    public WatchTable<ClientState> Data { get; } = new();

    /// <summary>Watches for children.</summary>
    public WatchTable<ClientState> Children { get; } = new();

    public int Count => Data.Count + Children.Count;

    public long EventsSent { get; private set; }

    public void NodeCreated(DataNode node, long zxid)
    {
        Fire(Data, node.Path, WatchEventType.NodeCreated, zxid, node.Acl);
        Fire(Children, node.Parent!.Path, WatchEventType.NodeChildrenChanged, zxid, node.Parent.Acl);
    }

    public void NodeDeleted(DataNode node, long zxid)
    {
        _hearers.Clear();
        Data.Trigger(node.Path, _hearers);
        var first = _hearers.Count;
        Children.Trigger(node.Path, _hearers);
        // Who watches both the data and the children hears of the deletion once.
        for (var i = _hearers.Count - 1; i >= first; i--)
        {
            if (_hearers.IndexOf(_hearers[i], 0, first) >= 0) _hearers.RemoveAt(i);
        }

        Send(node.Path, WatchEventType.NodeDeleted, zxid, node.Acl);
        Fire(Children, node.Parent!.Path, WatchEventType.NodeChildrenChanged, zxid, node.Parent.Acl);
    }

    public void DataChanged(DataNode node, long zxid) => Fire(Data, node.Path, WatchEventType.NodeDataChanged, zxid, node.Acl);

    /// <summary>Sends an event to one client, for a change that it missed while it was away.</summary>
    public void SendMissed(ClientState client, string path, WatchEventType type)
    {
        Encode(path, type, NoZxid);
        Append(client);
    }

    /// <summary>Forgets the watches of a connection that is gone.</summary>
    public void RemoveAll(ClientState client)
    {
        Data.RemoveAll(client);
        Children.RemoveAll(client);
    }

    /// <summary>Notes that a connection has output which nobody is about to send.</summary>
    public void MarkDirty(ClientState client)
    {
        if (client.Dirty) return;
        client.Dirty = true;
        _dirty.Add(client);
    }

    /// <summary>Hands over the connections that have to be flushed once the lock is free; null when there are none.</summary>
    public ClientState[]? TakeDirty()
    {
        if (_dirty.Count == 0) return null;
        var dirty = _dirty.ToArray();
        _dirty.Clear();
        foreach (var client in dirty) client.Dirty = false;
        return dirty;
    }

    public void Dispose() => _frame.Dispose();

    private void Fire(WatchTable<ClientState> table, string path, WatchEventType type, long zxid, IReadOnlyList<Acl> acl)
    {
        if (table.Count == 0) return;
        _hearers.Clear();
        table.Trigger(path, _hearers);
        Send(path, type, zxid, acl);
    }

    private void Send(string path, WatchEventType type, long zxid, IReadOnlyList<Acl> acl)
    {
        if (_hearers.Count == 0) return;
        Encode(path, type, zxid);
        foreach (var hearer in _hearers)
        {
            if (AclRules.Allows(acl, Permissions.Read, hearer.Identities)) Append(hearer);
        }
    }

    private void Encode(string path, WatchEventType type, long zxid)
    {
        _frame.Clear();
        _frame.Append(
            new ReplyHeader(Xids.Notification, new Zxid(zxid), ErrorCode.Ok),
            new WatcherEvent(type, KeeperState.SyncConnected, path));
    }

    private void Append(ClientState client)
    {
        if (client.Ended) return;
        client.Output.Write(_frame.WrittenSpan);
        client.PacketsSent++;
        EventsSent++;
        MarkDirty(client);
        if (client.Output.Length <= maxBacklogBytes) return;
        Log.Overflowed(logger, client.Number, client.Remote, client.Output.Length);
        client.End();
        client.Transport.Abort();
    }
}
