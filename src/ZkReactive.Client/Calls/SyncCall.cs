using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>sync; the result is the transaction that the server has reached.</summary>
internal sealed class SyncCall : Call<Zxid>
{
    public override OpCode OpCode => OpCode.Sync;

    public override string Operation => "Sync";

    public override void WriteBody(ref JuteWriter writer) => new SyncRequest(ServerPath).Write(ref writer);

    protected override Zxid Read(in ReplyHeader header, ref JuteReader body) => header.Zxid;
}
