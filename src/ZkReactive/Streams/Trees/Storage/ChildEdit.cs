namespace ZkReactive.Streams.Trees.Storage;

/// <summary>One change of a <see cref="ChildTable"/>.</summary>
/// <param name="Name">The child's name in UTF-8.</param>
/// <param name="Place">What is to be there; null for nothing.</param>
internal readonly record struct ChildEdit(byte[] Name, object? Place);
