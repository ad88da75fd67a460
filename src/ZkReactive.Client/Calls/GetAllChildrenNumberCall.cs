using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>getAllChildrenNumber.</summary>
internal sealed class GetAllChildrenNumberCall : Call<int>
{
    public override OpCode OpCode => OpCode.GetAllChildrenNumber;

    public override string Operation => "GetAllChildrenNumber";

    public override void WriteBody(ref JuteWriter writer) => new GetAllChildrenNumberRequest(ServerPath).Write(ref writer);

    protected override int Read(in ReplyHeader header, ref JuteReader body) => GetAllChildrenNumberResponse.Read(ref body).TotalNumber;
}
