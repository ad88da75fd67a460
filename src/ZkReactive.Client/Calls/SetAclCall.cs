using ZkReactive.Client.Errors;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>setACL.</summary>
internal sealed class SetAclCall : Call<Stat>
{
    public override OpCode OpCode => OpCode.SetAcl;

    public override string Operation => "SetAcl";

    public override bool IsRepeatable => false;

    public required IReadOnlyList<Acl> Acl { get; init; }

    public required NodeVersion Version { get; init; }

    public override void WriteBody(ref JuteWriter writer) => new SetAclRequest(ServerPath, Acl, Version.Value).Write(ref writer);

    public override FailedOperation Describe() => new(Operation, Path, Version);

    protected override Stat Read(in ReplyHeader header, ref JuteReader body) => Stat.Read(ref body);
}
