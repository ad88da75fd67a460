namespace ZkReactive.Coordination.Notifications;

/// <summary>A message as a listener gets it.</summary>
/// <param name="Name">Its node's name; later ones have a greater counter.</param>
/// <param name="Data">What it says.</param>
public sealed record ZkNotification(string Name, ReadOnlyMemory<byte> Data);
