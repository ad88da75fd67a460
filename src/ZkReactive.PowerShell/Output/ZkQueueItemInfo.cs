using System.Text;
using ZkReactive.Coordination.Queues;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>A claimed item of a queue, as Use-ZkQueueItem hands it to its script.</summary>
public sealed class ZkQueueItemInfo
{
    internal ZkQueueItemInfo(ZkQueueItem item, ZkPath queue)
    {
        Path = queue.Value;
        Name = item.Name;
        Data = item.Data.ToArray();
        Attempt = item.Attempt;
    }

    /// <summary>The queue.</summary>
    public string Path { get; }

    /// <summary>The item's name.</summary>
    public string Name { get; }

    /// <summary>What is to be done, as text.</summary>
    public string Text => Encoding.UTF8.GetString(Data);

    /// <summary>What is to be done, as bytes.</summary>
    public byte[] Data { get; }

    /// <summary>The how-manieth claim of this item it is, from 1; more than one says that an earlier worker failed or died.</summary>
    public int Attempt { get; }

    /// <summary>What is to be done.</summary>
    public override string ToString() => Text;
}
