using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Tree;

/// <summary>Who asks for a change.</summary>
/// <param name="Session">The session.</param>
/// <param name="Identities">As whom its connection has authenticated: scheme and full id.</param>
internal readonly record struct Requester(long Session, IReadOnlyList<ClientInfo> Identities);
