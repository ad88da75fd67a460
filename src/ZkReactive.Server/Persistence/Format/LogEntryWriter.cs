using System.Buffers.Binary;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Persistence.Format;

/// <summary>Writes the records of a transaction log. Source: Apache ZooKeeper, <c>FileTxnLog.append</c>, <c>Util.marshallTxnEntry</c>.</summary>
/// <remarks>
/// <code>
/// checksum   long    Adler-32 of the content
/// content    buffer  TxnHeader (session long, xid int, zxid long, time long, type int), the transaction, TxnDigest
/// end        byte    0x42, 'B'
/// </code>
/// Numbers are big-endian. The transaction's records are those of zookeeper.jute, module <c>org.apache.zookeeper.txn</c>.
/// </remarks>
internal static class LogEntryWriter
{
    /// <summary>What stands around the content: checksum, length, end.</summary>
    public const int Overhead = sizeof(long) + sizeof(int) + 1;

    /// <summary>The last byte of every record.</summary>
    public const byte End = 0x42;

    public static void Append(ByteBuffer buffer, in LogEntry entry)
    {
        var start = buffer.Length;
        buffer.Append(sizeof(long) + sizeof(int));
        var writer = new JuteWriter(buffer);
        WriteHeader(ref writer, entry.Header, TypeOf(entry.Transaction));
        WriteBody(ref writer, entry.Transaction);
        if (entry.Digest is { } digest)
        {
            writer.WriteInt(digest.Version);
            writer.WriteLong(digest.Value);
        }

        writer.Flush();
        var record = buffer.Written[start..];
        var content = record[(sizeof(long) + sizeof(int))..];
        BinaryPrimitives.WriteInt64BigEndian(record, Adler32.Of(content));
        BinaryPrimitives.WriteInt32BigEndian(record[sizeof(long)..], content.Length);
        buffer.Append(1)[0] = End;
    }

    private static void WriteHeader(ref JuteWriter writer, in TransactionHeader header, OpCode type)
    {
        writer.WriteLong(header.Session);
        writer.WriteInt(header.Xid);
        writer.WriteLong(header.Zxid);
        writer.WriteLong(header.Time);
        writer.WriteInt((int)type);
    }

    private static OpCode TypeOf(Transaction transaction) => transaction switch
    {
        SetDataTransaction => OpCode.SetData,
        CreateTransaction create when OwnerCodes.IsContainer(create.EphemeralOwner) => OpCode.CreateContainer,
        CreateTransaction create when OwnerCodes.IsTtl(create.EphemeralOwner) => OpCode.CreateTtl,
        CreateTransaction => OpCode.Create,
        DeleteTransaction => OpCode.Delete,
        SetAclTransaction => OpCode.SetAcl,
        CheckTransaction => OpCode.Check,
        ErrorTransaction => OpCode.Error,
        MultiTransaction => OpCode.Multi,
        CreateSessionTransaction => OpCode.CreateSession,
        CloseSessionTransaction => OpCode.CloseSession,
        _ => throw new NotSupportedException($"{transaction.GetType().Name} has no form in a log."),
    };

    private static void WriteBody(ref JuteWriter writer, Transaction transaction)
    {
        switch (transaction)
        {
            case SetDataTransaction set:
                writer.WriteString(set.Path);
                writer.WriteBytes(set.Data);
                writer.WriteInt(set.Version);
                break;
            case CreateTransaction create:
                WriteCreate(ref writer, create);
                break;
            case DeleteTransaction delete:
                writer.WriteString(delete.Path);
                break;
            case SetAclTransaction setAcl:
                writer.WriteString(setAcl.Path);
                writer.WriteVector(setAcl.Acl);
                writer.WriteInt(setAcl.Version);
                break;
            case CheckTransaction check:
                // The version that held is of no use to anybody any more.
                writer.WriteString(check.Path);
                writer.WriteInt(NodeVersion.Any.Value);
                break;
            case ErrorTransaction error:
                writer.WriteInt((int)error.Code);
                break;
            case CreateSessionTransaction session:
                writer.WriteInt(session.TimeoutMilliseconds);
                break;
            case CloseSessionTransaction close:
                writer.WriteStrings(close.Ephemerals);
                break;
            case MultiTransaction multi:
                WriteMulti(ref writer, multi);
                break;
        }
    }

    // What tells the kinds of nodes apart is the type of the record, and for TTL nodes a last field.
    private static void WriteCreate(ref JuteWriter writer, CreateTransaction create)
    {
        writer.WriteString(create.Path);
        writer.WriteBytes(create.Data);
        writer.WriteVector(create.Acl);
        var type = TypeOf(create);
        if (type == OpCode.Create) writer.WriteBool(create.EphemeralOwner != OwnerCodes.Persistent);
        writer.WriteInt(create.ParentChildrenCreated);
        if (type == OpCode.CreateTtl) writer.WriteLong(OwnerCodes.TtlMilliseconds(create.EphemeralOwner));
    }

    // Each part is a type and a buffer with the part's own record.
    private static void WriteMulti(ref JuteWriter writer, MultiTransaction multi)
    {
        writer.WriteInt(multi.Parts.Count);
        var part = new ByteBuffer(0);
        foreach (var transaction in multi.Parts)
        {
            part.Truncate(0);
            var body = new JuteWriter(part);
            WriteBody(ref body, transaction);
            body.Flush();
            writer.WriteInt((int)TypeOf(transaction));
            writer.WriteBuffer(part.Written);
        }
    }
}
