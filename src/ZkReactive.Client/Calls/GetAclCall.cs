using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>getACL.</summary>
internal sealed class GetAclCall : Call<ZkAcl>
{
    public override OpCode OpCode => OpCode.GetAcl;

    public override string Operation => "GetAcl";

    public override void WriteBody(ref JuteWriter writer) => new GetAclRequest(ServerPath).Write(ref writer);

    protected override ZkAcl Read(in ReplyHeader header, ref JuteReader body)
    {
        var reply = GetAclResponse.Read(ref body);
        return new ZkAcl(Path, reply.Acls, reply.Stat);
    }
}
