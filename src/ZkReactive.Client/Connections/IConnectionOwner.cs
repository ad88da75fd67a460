using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Connections;

/// <summary>What a connection tells its owner: on the thread that receives, one call at a time, unless it says otherwise.</summary>
internal interface IConnectionOwner
{
    /// <summary>Bytes came, of whatever kind.</summary>
    void OnHeard();

    /// <summary>A frame came.</summary>
    void OnFrame(Connection connection, in ReplyHeader header, ref JuteReader body);

    /// <summary>The start of a frame above the limit came; true when the rest may be skipped.</summary>
    bool OnOversizeFrame(Connection connection, in ReplyHeader header, int length);

    /// <summary>What could be received was taken: callers may go on now, on this thread.</summary>
    /// <param name="isUnattended">
    /// Whether nobody reads until this returns. Otherwise the next receive is under way.
    /// </param>
    void LetCallersGoOn(bool isUnattended = false);

    /// <summary>The socket has taken what was written. On any thread.</summary>
    void OnSendRoom(Connection connection);

    /// <summary>The connection is over; told once, on any thread.</summary>
    void OnClosed(Connection connection, Exception reason);
}
