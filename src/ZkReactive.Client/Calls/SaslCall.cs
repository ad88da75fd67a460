using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>One step of a SASL exchange; nobody awaits it. It dies with its connection.</summary>
internal sealed class SaslCall(byte[] token, Action<ErrorCode, byte[]?> onReply) : Call
{
    private byte[]? _answer;

    public override OpCode OpCode => OpCode.Sasl;

    public override string Operation => "Sasl";

    public override bool IsRepeatable => false;

    public override bool IsBoundToConnection => true;

    public override void WriteBody(ref JuteWriter writer) => new GetSaslRequest(token).Write(ref writer);

    public override void Take(in ReplyHeader header, ref JuteReader body)
    {
        if (header.Error == ErrorCode.Ok) _answer = SetSaslResponse.Read(ref body).Token;
    }

    public override void Observe(in ReplyHeader header) => onReply(header.Error, _answer);

    public override void TakeError(Exception error)
    {
    }

    public override void Complete()
    {
    }
}
