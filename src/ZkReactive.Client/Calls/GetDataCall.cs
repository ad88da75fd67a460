using ZkReactive.Client.Watches;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>getData.</summary>
internal sealed class GetDataCall : PooledCall<GetDataCall, ZkNode>
{
    public override OpCode OpCode => OpCode.GetData;

    public override string Operation => "Get";

    /// <summary>The watch to leave, or null.</summary>
    private OneShotWatch? Watch { get; set; }

    public static GetDataCall Rent(ZkPath path, string serverPath, OneShotWatch? watch = null)
    {
        var call = PooledCall<GetDataCall, ZkNode>.Rent(path, serverPath);
        call.Watch = watch;
        return call;
    }

    public override void WriteBody(ref JuteWriter writer) => new GetDataRequest(ServerPath, Watch?.NeedsServerWatch() ?? false).Write(ref writer);

    public override void Observe(in ReplyHeader header) => Watch?.Release();

    protected override ZkNode Read(in ReplyHeader header, ref JuteReader body)
    {
        var data = body.ReadBytes("data");
        var stat = Stat.Read(ref body);
        Watch?.Arm(WatchKind.Data);
        return new ZkNode(Path, data, stat, header.Zxid);
    }

    protected override void Clear()
    {
        base.Clear();
        Watch = null;
    }
}
