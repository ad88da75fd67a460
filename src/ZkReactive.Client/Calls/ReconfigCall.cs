using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>reconfig.</summary>
internal sealed class ReconfigCall : Call<ZkNode>
{
    public override OpCode OpCode => OpCode.Reconfig;

    public override string Operation => "Reconfig";

    public override bool IsRepeatable => false;

    public required ZkReconfiguration Change { get; init; }

    public override void WriteBody(ref JuteWriter writer) =>
        new ReconfigRequest(Joined(Change.Joining), Joined(Change.Leaving), Joined(Change.Members), Change.Version ?? -1).Write(ref writer);

    protected override ZkNode Read(in ReplyHeader header, ref JuteReader body)
    {
        var data = body.ReadBytes("data");
        var stat = Stat.Read(ref body);
        return new ZkNode(Path, data, stat, header.Zxid);
    }

    private static string? Joined<T>(IReadOnlyList<T>? parts) => parts is null or { Count: 0 } ? null : string.Join(',', parts);
}
