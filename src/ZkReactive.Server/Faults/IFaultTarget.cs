using ZkReactive.Protocol;

namespace ZkReactive.Server;

/// <summary>What faults can do to a server at once.</summary>
internal interface IFaultTarget
{
    void DropConnections();

    void ExpireSession(SessionId session);

    void ExpireAllSessions();

    void FlushConnections();
}
