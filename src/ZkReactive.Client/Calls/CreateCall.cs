using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>create2, create, createContainer or createTTL.</summary>
internal sealed class CreateCall : Call<ZkCreated>
{
    private readonly OpCode _opCode;

    public CreateCall(OpCode opCode) => _opCode = opCode;

    public override OpCode OpCode => _opCode;

    public override string Operation => "Create";

    public override bool IsRepeatable => false;

    public required ReadOnlyMemory<byte> Data { get; init; }

    public required IReadOnlyList<Acl> Acl { get; init; }

    public required CreateMode Mode { get; init; }

    public required Chroot Chroot { get; init; }

    /// <summary>Needed by the TTL modes only.</summary>
    public long TtlMilliseconds { get; init; }

    /// <summary>The request type that a mode needs; <paramref name="withStat"/> is off for servers before 3.5.</summary>
    public static OpCode OpCodeOf(CreateMode mode, bool withStat) => mode switch
    {
        CreateMode.Container => OpCode.CreateContainer,
        CreateMode.PersistentWithTtl or CreateMode.PersistentSequentialWithTtl => OpCode.CreateTtl,
        _ => withStat ? OpCode.Create2 : OpCode.Create,
    };

    public override void WriteBody(ref JuteWriter writer)
    {
        if (_opCode == OpCode.CreateTtl) new CreateTtlRequest(ServerPath, Data, Acl, Mode, TtlMilliseconds).Write(ref writer);
        else new CreateRequest(ServerPath, Data, Acl, Mode).Write(ref writer);
    }

    protected override ZkCreated Read(in ReplyHeader header, ref JuteReader body)
    {
        var path = Chroot.Strip(body.ReadString("path"));
        Stat? stat = _opCode == OpCode.Create ? null : Stat.Read(ref body);
        return new ZkCreated(path, stat, header.Zxid);
    }
}
