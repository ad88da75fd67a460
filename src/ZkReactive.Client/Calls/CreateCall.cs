using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>create2, create, createContainer or createTTL.</summary>
internal sealed class CreateCall : PooledCall<CreateCall, ZkCreated>
{
    private OpCode _opCode;
    private Chroot? _chroot;

    public override OpCode OpCode => _opCode;

    public override string Operation => "Create";

    public override bool IsRepeatable => false;

    public ReadOnlyMemory<byte> Data { get; set; }

    public IReadOnlyList<Acl> Acl { get; set; } = [];

    public CreateMode Mode { get; set; }

    /// <summary>Needed by the TTL modes only.</summary>
    public long TtlMilliseconds { get; set; }

    public static CreateCall Rent(OpCode opCode, ZkPath path, string serverPath, Chroot chroot)
    {
        var call = Rent(path, serverPath);
        (call._opCode, call._chroot) = (opCode, chroot);
        return call;
    }

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
        var path = _chroot!.Strip(body.ReadString("path"));
        Stat? stat = _opCode == OpCode.Create ? null : Stat.Read(ref body);
        return new ZkCreated(path, stat, header.Zxid);
    }

    protected override void Clear()
    {
        base.Clear();
        (_opCode, _chroot, Data, Acl, Mode, TtlMilliseconds) = (default, null, default, [], default, 0);
    }
}
