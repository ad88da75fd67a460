using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>
/// One part of a <see cref="MultiRequest"/>: a closed union. Multi takes the writing ones and checks, multiRead
/// <see cref="GetData"/> and <see cref="GetChildren"/>. Source: ZK:…/zookeeper/MultiOperationRecord.java.
/// </summary>
public abstract record MultiOperation
{
    private MultiOperation(OpCode opCode) => OpCode = opCode;

    /// <summary>The type that goes into the header.</summary>
    public OpCode OpCode { get; }

    /// <summary>The node it is about.</summary>
    public abstract string Path { get; }

    /// <summary>Creates a node; by create the result has the path only, by create2 and createContainer the stat too.</summary>
    public sealed record Create : MultiOperation
    {
        /// <summary>Creates the part.</summary>
        /// <param name="opCode">create, create2 or createContainer; create2 needs ZooKeeper 3.5.</param>
        /// <param name="request">What to create.</param>
        public Create(OpCode opCode, CreateRequest request)
            : base(opCode) => Request = request;

        /// <summary>What to create.</summary>
        public CreateRequest Request { get; }

        /// <inheritdoc/>
        public override string Path => Request.Path;

        private protected override void WriteBody(ref JuteWriter writer) => Request.Write(ref writer);
    }

    /// <summary>Creates a node with a time to live.</summary>
    /// <param name="Request">What to create.</param>
    public sealed record CreateTtl(CreateTtlRequest Request) : MultiOperation(OpCode.CreateTtl)
    {
        /// <inheritdoc/>
        public override string Path => Request.Path;

        private protected override void WriteBody(ref JuteWriter writer) => Request.Write(ref writer);
    }

    /// <summary>Deletes a node.</summary>
    /// <param name="Request">What to delete.</param>
    public sealed record Delete(DeleteRequest Request) : MultiOperation(OpCode.Delete)
    {
        /// <inheritdoc/>
        public override string Path => Request.Path;

        private protected override void WriteBody(ref JuteWriter writer) => Request.Write(ref writer);
    }

    /// <summary>Replaces a node's data.</summary>
    /// <param name="Request">What to set.</param>
    public sealed record SetData(SetDataRequest Request) : MultiOperation(OpCode.SetData)
    {
        /// <inheritdoc/>
        public override string Path => Request.Path;

        private protected override void WriteBody(ref JuteWriter writer) => Request.Write(ref writer);
    }

    /// <summary>Makes the rest depend on a node's version.</summary>
    /// <param name="Request">What to check.</param>
    public sealed record Check(CheckVersionRequest Request) : MultiOperation(OpCode.Check)
    {
        /// <inheritdoc/>
        public override string Path => Request.Path;

        private protected override void WriteBody(ref JuteWriter writer) => Request.Write(ref writer);
    }

    /// <summary>Reads data; in a multiRead only.</summary>
    /// <param name="Request">What to read; servers leave no watch.</param>
    public sealed record GetData(GetDataRequest Request) : MultiOperation(OpCode.GetData)
    {
        /// <inheritdoc/>
        public override string Path => Request.Path;

        private protected override void WriteBody(ref JuteWriter writer) => Request.Write(ref writer);
    }

    /// <summary>Lists children; in a multiRead only.</summary>
    /// <param name="Request">What to list; servers leave no watch.</param>
    public sealed record GetChildren(GetChildrenRequest Request) : MultiOperation(OpCode.GetChildren)
    {
        /// <inheritdoc/>
        public override string Path => Request.Path;

        private protected override void WriteBody(ref JuteWriter writer) => Request.Write(ref writer);
    }

    internal static MultiOperation ReadBody(OpCode opCode, ref JuteReader reader) => opCode switch
    {
        OpCode.Create or OpCode.Create2 or OpCode.CreateContainer => new Create(opCode, CreateRequest.Read(ref reader)),
        OpCode.CreateTtl => new CreateTtl(CreateTtlRequest.Read(ref reader)),
        OpCode.Delete => new Delete(DeleteRequest.Read(ref reader)),
        OpCode.SetData => new SetData(SetDataRequest.Read(ref reader)),
        OpCode.Check => new Check(CheckVersionRequest.Read(ref reader)),
        OpCode.GetData => new GetData(GetDataRequest.Read(ref reader)),
        OpCode.GetChildren => new GetChildren(GetChildrenRequest.Read(ref reader)),
        _ => throw new JuteFormatException("type", reader.Offset - MultiHeader.Size, "an operation that a multi may hold", $"{(int)opCode}"),
    };

    internal void Write(ref JuteWriter writer)
    {
        MultiHeader.OfRequest(OpCode).Write(ref writer);
        WriteBody(ref writer);
    }

    private protected abstract void WriteBody(ref JuteWriter writer);
}
