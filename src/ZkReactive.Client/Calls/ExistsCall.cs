using ZkReactive.Client.Watches;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>exists; a missing node is an answer.</summary>
internal sealed class ExistsCall : PooledCall<ExistsCall, ZkExistence>
{
    public override OpCode OpCode => OpCode.Exists;

    public override string Operation => "Exists";

    /// <summary>The watch to leave, or null.</summary>
    private OneShotWatch? Watch { get; set; }

    public static ExistsCall Rent(ZkPath path, string serverPath, OneShotWatch? watch = null)
    {
        var call = PooledCall<ExistsCall, ZkExistence>.Rent(path, serverPath);
        call.Watch = watch;
        return call;
    }

    public override void WriteBody(ref JuteWriter writer) => new ExistsRequest(ServerPath, Watch?.NeedsServerWatch() ?? false).Write(ref writer);

    public override void Observe(in ReplyHeader header) => Watch?.Release();

    protected override ZkExistence Read(in ReplyHeader header, ref JuteReader body)
    {
        var stat = Stat.Read(ref body);
        Watch?.Arm(WatchKind.Data);
        return new ZkExistence(Path, stat, header.Zxid);
    }

    protected override Exception? ReadError(in ReplyHeader header)
    {
        if (header.Error != ErrorCode.NoNode) return base.ReadError(header);
        Watch?.Arm(WatchKind.Exists);
        Answer(new ZkExistence(Path, null, header.Zxid));
        return null;
    }

    protected override void Clear()
    {
        base.Clear();
        Watch = null;
    }
}
