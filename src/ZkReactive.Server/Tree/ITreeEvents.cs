namespace ZkReactive.Server.Tree;

/// <summary>Is told what an applied transaction changed, change by change, each right after it was made.</summary>
internal interface ITreeEvents
{
    void NodeCreated(DataNode node, long zxid);

    /// <summary>The node is out of the tree already; its parent is still known.</summary>
    void NodeDeleted(DataNode node, long zxid);

    void DataChanged(DataNode node, long zxid);
}
