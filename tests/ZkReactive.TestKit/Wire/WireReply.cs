using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.TestKit.Wire;

/// <summary>A frame from a server: the header, and the bytes behind it.</summary>
public sealed record WireReply(ReplyHeader Header, byte[] Body)
{
    /// <summary>The body as a record; it must be the whole of it.</summary>
    public T As<T>()
        where T : IJuteRecord<T>
    {
        var reader = new JuteReader(Body);
        var record = T.Read(ref reader);
        reader.EnsureEnd(typeof(T).Name);
        return record;
    }
}
