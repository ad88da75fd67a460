namespace ZkReactive.Server.Persistence.Log;

/// <summary>Where a log file stops making sense before its bytes end.</summary>
/// <param name="Offset">The first byte of the record that is not whole.</param>
/// <param name="Reason">What is wrong with it.</param>
internal sealed record LogDamage(long Offset, string Reason);
