using ZkReactive.Client.Errors;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>setData.</summary>
internal sealed class SetDataCall : PooledCall<SetDataCall, Stat>
{
    public override OpCode OpCode => OpCode.SetData;

    public override string Operation => "Set";

    public override bool IsRepeatable => false;

    private ReadOnlyMemory<byte> Data { get; set; }

    private NodeVersion Version { get; set; }

    public static SetDataCall Rent(ZkPath path, string serverPath, ReadOnlyMemory<byte> data, NodeVersion version)
    {
        var call = Rent(path, serverPath);
        (call.Data, call.Version) = (data, version);
        return call;
    }

    public override void WriteBody(ref JuteWriter writer) => new SetDataRequest(ServerPath, Data, Version.Value).Write(ref writer);

    public override FailedOperation Describe() => new(Operation, Path, Version);

    protected override Stat Read(in ReplyHeader header, ref JuteReader body) => Stat.Read(ref body);

    protected override void Clear()
    {
        base.Clear();
        (Data, Version) = (default, default);
    }
}
