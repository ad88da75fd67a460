using ZkReactive.Client.Errors;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>setData.</summary>
internal sealed class SetDataCall : Call<Stat>
{
    public override OpCode OpCode => OpCode.SetData;

    public override string Operation => "Set";

    public override bool IsRepeatable => false;

    public required ReadOnlyMemory<byte> Data { get; init; }

    public required NodeVersion Version { get; init; }

    public override void WriteBody(ref JuteWriter writer) => new SetDataRequest(ServerPath, Data, Version.Value).Write(ref writer);

    public override FailedOperation Describe() => new(Operation, Path, Version);

    protected override Stat Read(in ReplyHeader header, ref JuteReader body) => Stat.Read(ref body);
}
