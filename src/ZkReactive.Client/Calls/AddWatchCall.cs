using ZkReactive.Client.Watches;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>addWatch; the watch takes events from the reply on.</summary>
internal sealed class AddWatchCall : Call<PersistentWatch>
{
    public override OpCode OpCode => OpCode.AddWatch;

    public override string Operation => "AddWatch";

    /// <summary>The watch to add.</summary>
    public required PersistentWatch Watch { get; init; }

    public override void WriteBody(ref JuteWriter writer)
    {
        Watch.Reserve();
        new AddWatchRequest(ServerPath, Watch.Mode).Write(ref writer);
    }

    public override void Observe(in ReplyHeader header) => Watch.Release(header.Error == ErrorCode.Ok);

    protected override PersistentWatch Read(in ReplyHeader header, ref JuteReader body)
    {
        Watch.Arm();
        return Watch;
    }
}
