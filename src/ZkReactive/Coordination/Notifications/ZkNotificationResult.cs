namespace ZkReactive.Coordination.Notifications;

/// <summary>What became of a message.</summary>
/// <param name="Acknowledged">The listeners that have dealt with it.</param>
/// <param name="Left">Those that were there when it was sent and went without dealing with it.</param>
/// <param name="Missing">Those that were there all the time and did not deal with it in time.</param>
public sealed record ZkNotificationResult(IReadOnlyList<string> Acknowledged, IReadOnlyList<string> Left, IReadOnlyList<string> Missing)
{
    /// <summary>Whether everybody who was there when it was sent has dealt with it.</summary>
    public bool IsComplete => Left.Count == 0 && Missing.Count == 0;
}
