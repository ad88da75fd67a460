using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>whoAmI.</summary>
internal sealed class WhoAmICall : Call<IReadOnlyList<ZkIdentity>>
{
    public override OpCode OpCode => OpCode.WhoAmI;

    public override string Operation => "WhoAmI";

    public override void WriteBody(ref JuteWriter writer)
    {
    }

    protected override IReadOnlyList<ZkIdentity> Read(in ReplyHeader header, ref JuteReader body) =>
        [.. WhoAmIResponse.Read(ref body).Identities.Select(identity => new ZkIdentity(identity.AuthScheme, identity.User))];
}
