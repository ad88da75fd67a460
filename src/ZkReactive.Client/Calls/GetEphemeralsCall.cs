using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>getEphemerals. Servers compare characters, so that <c>/app</c> finds <c>/app2/x</c> too; here that is sorted out.</summary>
internal sealed class GetEphemeralsCall : Call<IReadOnlyList<ZkPath>>
{
    public override OpCode OpCode => OpCode.GetEphemerals;

    public override string Operation => "GetEphemerals";

    /// <summary>The path below which the client lives.</summary>
    public required Chroot Chroot { get; init; }

    public override void WriteBody(ref JuteWriter writer) => new GetEphemeralsRequest(ServerPath).Write(ref writer);

    protected override IReadOnlyList<ZkPath> Read(in ReplyHeader header, ref JuteReader body)
    {
        var top = ZkPath.Trusted(ServerPath);
        return [.. GetEphemeralsResponse.Read(ref body).Ephemerals.Where(path => ZkPath.Trusted(path).IsAtOrUnder(top)).Select(Chroot.Strip)];
    }
}
