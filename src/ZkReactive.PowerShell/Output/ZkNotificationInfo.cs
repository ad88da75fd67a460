using System.Text;
using ZkReactive.Coordination.Notifications;

namespace ZkReactive.PowerShell.Output;

/// <summary>A message, as Receive-ZkNotification writes it.</summary>
public sealed class ZkNotificationInfo
{
    internal ZkNotificationInfo(ZkNotification notification, string path)
    {
        Path = path;
        Name = notification.Name;
        Data = notification.Data.ToArray();
    }

    /// <summary>Where it was sent.</summary>
    public string Path { get; }

    /// <summary>Its node's name.</summary>
    public string Name { get; }

    /// <summary>What it says, as text.</summary>
    public string Text => Encoding.UTF8.GetString(Data);

    /// <summary>What it says, as bytes.</summary>
    public byte[] Data { get; }

    /// <summary>What it says.</summary>
    public override string ToString() => Text;
}
