using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>A request that the client makes for itself; nobody awaits it. It dies with its connection.</summary>
/// <typeparam name="TBody">The request's body.</typeparam>
internal sealed class InternalCall<TBody>(OpCode opCode, TBody body, Action<ReplyHeader>? onReply = null) : Call
    where TBody : IJuteRecord<TBody>
{
    public override OpCode OpCode => opCode;

    public override string Operation => opCode.ToString();

    public override bool IsRepeatable => false;

    public override bool IsBoundToConnection => true;

    public override void WriteBody(ref JuteWriter writer) => body.Write(ref writer);

    public override void Observe(in ReplyHeader header) => onReply?.Invoke(header);

    public override void Take(in ReplyHeader header, ref JuteReader reader)
    {
    }

    public override void TakeError(Exception error)
    {
    }

    public override void Complete()
    {
    }
}
