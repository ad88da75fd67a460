namespace ZkReactive.Journal;

/// <summary>Whether the journal takes events.</summary>
/// <param name="IsAvailable">Whether the last append that reached the file was written.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why it does not take events; null while it does.</param>
/// <param name="LostEvents">How many events could not be written since it became unavailable; 0 while it is available.</param>
public sealed record JournalStatus(bool IsAvailable, DateTimeOffset Since, string? Reason, long LostEvents);
