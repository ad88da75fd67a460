using System.Buffers.Binary;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Persistence.Format;

/// <summary>
/// Reads the content of a log record, as <see cref="LogEntryWriter"/> describes it and as Apache ZooKeeper has written it
/// since 3.4. Source: Apache ZooKeeper, <c>SerializeUtils.deserializeTxn</c>, <c>DataTree.processTxn</c>.
/// </summary>
internal static class LogEntryReader
{
    /// <summary>Bytes of a TxnHeader.</summary>
    public const int HeaderSize = 32;

    // A creation logged before the counter was: the parent's own counter goes up by one.
    private const int CountedByParent = DataTree.CountedByParent;

    /// <summary>Where the zxid stands in the content.</summary>
    public static long PeekZxid(ReadOnlySpan<byte> content) => BinaryPrimitives.ReadInt64BigEndian(content[12..]);

    /// <exception cref="JuteFormatException">The content is no transaction.</exception>
    public static LogEntry Read(ReadOnlySpan<byte> content)
    {
        var reader = new JuteReader(content);
        var session = reader.ReadLong("clientId");
        var xid = reader.ReadInt("cxid");
        var zxid = reader.ReadLong("zxid");
        var time = reader.ReadLong("time");
        var type = (OpCode)reader.ReadInt("type");
        var transaction = ReadBody(ref reader, type, session);
        return new LogEntry(new TransactionHeader(session, xid, zxid, time), transaction, ReadDigest(ref reader));
    }

    private static TreeDigest? ReadDigest(ref JuteReader reader) =>
        reader.Remaining < TreeDigest.Size ? null : new TreeDigest(reader.ReadInt("version"), reader.ReadLong("treeDigest"));

    private static Transaction ReadBody(ref JuteReader reader, OpCode type, long session)
    {
        switch (type)
        {
            case OpCode.SetData or OpCode.Reconfig:
                return new SetDataTransaction(reader.ReadString("path"), reader.ReadBytes("data"), reader.ReadInt("version"));
            case OpCode.Create or OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl:
                return ReadCreate(ref reader, type, session);
            case OpCode.Delete or OpCode.DeleteContainer:
                return new DeleteTransaction(reader.ReadString("path"));
            case OpCode.SetAcl:
                return new SetAclTransaction(reader.ReadString("path"), ReadAcl(ref reader), reader.ReadInt("version"));
            case OpCode.Check:
                var path = reader.ReadString("path");
                reader.ReadInt("version");
                return new CheckTransaction(path);
            case OpCode.Error:
                return new ErrorTransaction((ErrorCode)reader.ReadInt("err"));
            case OpCode.CreateSession:
                return new CreateSessionTransaction(reader.ReadInt("timeOut"));
            case OpCode.CloseSession:
                return ReadCloseSession(ref reader);
            case OpCode.Multi:
                return ReadMulti(ref reader, session);
            default:
                throw new JuteFormatException("type", HeaderSize - sizeof(int), "a type of transaction", ((int)type).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static CreateTransaction ReadCreate(ref JuteReader reader, OpCode type, long session)
    {
        var path = reader.ReadString("path");
        var data = reader.ReadBytes("data");
        var acl = ReadAcl(ref reader);
        var owner = type is OpCode.Create or OpCode.Create2 && reader.ReadBool("ephemeral") ? session : OwnerCodes.Persistent;
        var created = reader.Remaining < sizeof(int) ? CountedByParent : reader.ReadInt("parentCVersion");
        if (type == OpCode.CreateContainer) owner = OwnerCodes.Container;
        if (type == OpCode.CreateTtl) owner = OwnerCodes.ForTtl(reader.ReadLong("ttl"));
        return new CreateTransaction(path, data, acl, owner, created);
    }

    // A null list, which only old clients could leave behind, was open to everybody.
    private static IReadOnlyList<Acl> ReadAcl(ref JuteReader reader)
    {
        var atAcl = reader;
        if (atAcl.ReadInt("acl") >= 0) return reader.ReadVector<Acl>(Acl.MinimumSize, "acl");
        reader = atAcl;
        return Acl.OpenUnsafe;
    }

    // Before 3.6, or by its configuration, a server wrote no list: whatever the session owned went with it.
    private static CloseSessionTransaction ReadCloseSession(ref JuteReader reader)
    {
        var body = reader;
        try
        {
            var paths = body.ReadStrings("paths2Delete");
            if (body.Remaining is 0 or TreeDigest.Size)
            {
                reader = body;
                return new CloseSessionTransaction(paths);
            }
        }
        catch (JuteFormatException)
        {
            // No list then, but a digest or nothing.
        }

        return new CloseSessionTransaction([]);
    }

    // A multi that failed was logged with an error among its parts: nothing of it was done.
    private static Transaction ReadMulti(ref JuteReader reader, long session)
    {
        var count = reader.ReadVectorCount(2 * sizeof(int), "txns");
        var parts = new Transaction[count];
        ErrorTransaction? failure = null;
        for (var i = 0; i < count; i++)
        {
            var type = (OpCode)reader.ReadInt("type");
            var body = new JuteReader(reader.ReadBuffer("data"));
            parts[i] = ReadBody(ref body, type, session);
            if (parts[i] is ErrorTransaction error) failure ??= error;
        }

        return failure is null ? new MultiTransaction(parts) : failure;
    }
}
