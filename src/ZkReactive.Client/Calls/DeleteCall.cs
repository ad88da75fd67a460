using ZkReactive.Client.Errors;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>delete.</summary>
internal sealed class DeleteCall : PooledCall<DeleteCall, Zxid>
{
    public override OpCode OpCode => OpCode.Delete;

    public override string Operation => "Delete";

    public override bool IsRepeatable => false;

    private NodeVersion Version { get; set; }

    public static DeleteCall Rent(ZkPath path, string serverPath, NodeVersion version)
    {
        var call = Rent(path, serverPath);
        call.Version = version;
        return call;
    }

    public override void WriteBody(ref JuteWriter writer) => new DeleteRequest(ServerPath, Version.Value).Write(ref writer);

    public override FailedOperation Describe() => new(Operation, Path, Version);

    protected override Zxid Read(in ReplyHeader header, ref JuteReader body) => header.Zxid;

    protected override void Clear()
    {
        base.Clear();
        Version = default;
    }
}
