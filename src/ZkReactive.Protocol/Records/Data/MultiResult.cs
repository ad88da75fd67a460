using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>
/// How one part of a multi went: a closed union. When a multi fails, all its results are <see cref="Failed"/>, the
/// parts before the culprit with 0 and those behind it with <see cref="ErrorCode.RuntimeInconsistency"/>. In a
/// multiRead each part fails alone. Source: ZK:…/zookeeper/MultiResponse.java, OpResult.java.
/// </summary>
public abstract record MultiResult
{
    private MultiResult(OpCode opCode) => OpCode = opCode;

    /// <summary>The type that goes into the header.</summary>
    public OpCode OpCode { get; }

    /// <summary>Created by create.</summary>
    /// <param name="Response">The path made.</param>
    public sealed record Created(CreateResponse Response) : MultiResult(OpCode.Create)
    {
        private protected override void WriteBody(ref JuteWriter writer) => Response.Write(ref writer);
    }

    /// <summary>Created by create2, createContainer or createTTL; servers answer all of them with type create2.</summary>
    /// <param name="Response">The path made and its stat.</param>
    public sealed record CreatedWithStat(Create2Response Response) : MultiResult(OpCode.Create2)
    {
        private protected override void WriteBody(ref JuteWriter writer) => Response.Write(ref writer);
    }

    /// <summary>Deleted.</summary>
    public sealed record Deleted() : MultiResult(OpCode.Delete)
    {
        /// <summary>The only one needed.</summary>
        public static readonly Deleted Instance = new();
    }

    /// <summary>Data replaced.</summary>
    /// <param name="Response">The new stat.</param>
    public sealed record DataSet(SetDataResponse Response) : MultiResult(OpCode.SetData)
    {
        private protected override void WriteBody(ref JuteWriter writer) => Response.Write(ref writer);
    }

    /// <summary>The version was the expected one.</summary>
    public sealed record Checked() : MultiResult(OpCode.Check)
    {
        /// <summary>The only one needed.</summary>
        public static readonly Checked Instance = new();
    }

    /// <summary>Data read.</summary>
    /// <param name="Response">Data and stat.</param>
    public sealed record Data(GetDataResponse Response) : MultiResult(OpCode.GetData)
    {
        private protected override void WriteBody(ref JuteWriter writer) => Response.Write(ref writer);
    }

    /// <summary>Children listed.</summary>
    /// <param name="Response">Their names.</param>
    public sealed record Children(GetChildrenResponse Response) : MultiResult(OpCode.GetChildren)
    {
        private protected override void WriteBody(ref JuteWriter writer) => Response.Write(ref writer);
    }

    /// <summary>Not done.</summary>
    /// <param name="Error">Why; 0 for a part that would have worked but was undone because of another.</param>
    public sealed record Failed(ErrorCode Error) : MultiResult(OpCode.Error)
    {
        private protected override void WriteBody(ref JuteWriter writer) => new ErrorResponse(Error).Write(ref writer);
    }

    internal static MultiResult ReadBody(OpCode opCode, ref JuteReader reader) => opCode switch
    {
        OpCode.Create => new Created(CreateResponse.Read(ref reader)),
        OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl => new CreatedWithStat(Create2Response.Read(ref reader)),
        OpCode.Delete => Deleted.Instance,
        OpCode.SetData => new DataSet(SetDataResponse.Read(ref reader)),
        OpCode.Check => Checked.Instance,
        OpCode.GetData => new Data(GetDataResponse.Read(ref reader)),
        OpCode.GetChildren => new Children(GetChildrenResponse.Read(ref reader)),
        OpCode.Error => new Failed(ErrorResponse.Read(ref reader).Error),
        _ => throw new JuteFormatException("type", reader.Offset - MultiHeader.Size, "a result that a multi may hold", $"{(int)opCode}"),
    };

    internal void Write(ref JuteWriter writer)
    {
        MultiHeader.OfReply(OpCode, this is Failed failed ? failed.Error : ErrorCode.Ok).Write(ref writer);
        WriteBody(ref writer);
    }

    private protected virtual void WriteBody(ref JuteWriter writer)
    {
    }
}
