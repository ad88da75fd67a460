using ZkReactive.Client.Watches;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>getChildren2.</summary>
internal sealed class GetChildrenCall : PooledCall<GetChildrenCall, ZkChildren>
{
    public override OpCode OpCode => OpCode.GetChildren2;

    public override string Operation => "GetChildren";

    /// <summary>The watch to leave, or null.</summary>
    private OneShotWatch? Watch { get; set; }

    public static GetChildrenCall Rent(ZkPath path, string serverPath, OneShotWatch? watch = null)
    {
        var call = PooledCall<GetChildrenCall, ZkChildren>.Rent(path, serverPath);
        call.Watch = watch;
        return call;
    }

    public override void WriteBody(ref JuteWriter writer) => new GetChildren2Request(ServerPath, Watch?.NeedsServerWatch() ?? false).Write(ref writer);

    public override void Observe(in ReplyHeader header) => Watch?.Release();

    protected override ZkChildren Read(in ReplyHeader header, ref JuteReader body)
    {
        var names = body.ReadStrings("children");
        var stat = Stat.Read(ref body);
        Watch?.Arm(WatchKind.Children);
        return new ZkChildren(Path, names, stat, header.Zxid);
    }

    protected override void Clear()
    {
        base.Clear();
        Watch = null;
    }
}
