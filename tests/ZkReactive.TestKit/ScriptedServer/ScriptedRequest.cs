using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.TestKit.ScriptedServer;

/// <summary>A request as it came.</summary>
/// <param name="Xid">Its number.</param>
/// <param name="OpCode">Its type.</param>
/// <param name="Body">What follows the header.</param>
public sealed record ScriptedRequest(int Xid, OpCode OpCode, byte[] Body)
{
    /// <summary>The body as a record.</summary>
    public TRecord As<TRecord>()
        where TRecord : IJuteRecord<TRecord>
    {
        var reader = new JuteReader(Body);
        return TRecord.Read(ref reader);
    }
}
