namespace ZkReactive.Journal.Storage;

/// <summary>A snapshot as the file holds it.</summary>
internal sealed record StoredSnapshot(int Version, long Revision, byte[] State);
