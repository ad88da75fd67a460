using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Server.Persistence.Format;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Tests.Persistence.Format;

public sealed class LogEntryTests
{
    private static readonly TransactionHeader Header = new(0x0102030405060708, 0x11, 0x22, 0x33);
    private static readonly Acl[] Acls = [new(Permissions.All, "digest", "u:h"), new(Permissions.Read, "world", "anyone")];

    // Name, the bytes behind the 28 of session, xid, zxid and time (the type and the record), and the transaction.
    private static readonly (string Name, string Bytes, Transaction Transaction)[] Records =
    [
        ("setData", "00000005 00000002 2f61 00000001 07 00000003", new SetDataTransaction("/a", [7], 3)),
        ("setData null", "00000005 00000002 2f61 ffffffff 00000003", new SetDataTransaction("/a", null, 3)),
        ("create", "00000001 00000002 2f61 00000000 00000000 00 00000009", new CreateTransaction("/a", [], [], 0, 9)),
        ("create ephemeral", "00000001 00000002 2f61 00000000 00000000 01 00000009", new CreateTransaction("/a", [], [], Header.Session, 9)),
        ("create container", "00000013 00000002 2f61 00000000 00000000 00000009", new CreateTransaction("/a", [], [], OwnerCodes.Container, 9)),
        (
            "create ttl", "00000015 00000002 2f61 00000000 00000000 00000009 00000000000003e8",
            new CreateTransaction("/a", [], [], OwnerCodes.ForTtl(1000), 9)
        ),
        ("delete", "00000002 00000002 2f61", new DeleteTransaction("/a")),
        (
            "setACL",
            "00000007 00000002 2f61 00000002 0000001f 00000006 646967657374 00000003 753a68 00000001 00000005 776f726c64 00000006 616e796f6e65 00000004",
            new SetAclTransaction("/a", Acls, 4)
        ),
        ("error", "ffffffff ffffff9b", new ErrorTransaction(ErrorCode.NoNode)),
        ("createSession", "fffffff6 00001388", new CreateSessionTransaction(5000)),
        ("closeSession", "fffffff5 00000002 00000002 2f65 00000002 2f66", new CloseSessionTransaction(["/e", "/f"])),
        ("check", "0000000d 00000002 2f61 ffffffff", new CheckTransaction("/a")),
        (
            "multi", "0000000e 00000002 00000002 00000006 00000002 2f61 00000005 0000000e 00000002 2f62 ffffffff 00000001",
            new MultiTransaction([new DeleteTransaction("/a"), new SetDataTransaction("/b", null, 1)])
        ),
    ];

    public static TheoryData<string> Names => [.. Records.Select(record => record.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Append_WritesTheRecord_AndReadGivesItBack(string name)
    {
        var (_, expected, transaction) = Records.Single(record => record.Name == name);
        var content = ContentOf(new LogEntry(Header, transaction, null));

        Assert.Equal("0102030405060708" + "00000011" + "0000000000000022" + "0000000000000033", Convert.ToHexStringLower(content[..28]));
        Assert.Equal(expected.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(content[28..]));
        var read = LogEntryReader.Read(content);
        Assert.Equal(Header, read.Header);
        Assert.Null(read.Digest);
        Assert.Equal(content, ContentOf(read));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_WithADigest_GivesBoth(string name)
    {
        var (_, expected, transaction) = Records.Single(record => record.Name == name);
        var entry = new LogEntry(Header, transaction, new TreeDigest(2, 0x55));

        var content = ContentOf(entry);
        var read = LogEntryReader.Read(content);

        Assert.EndsWith(expected.Replace(" ", "", StringComparison.Ordinal) + "00000002" + "0000000000000055", Convert.ToHexStringLower(content), StringComparison.Ordinal);
        Assert.Equal(new TreeDigest(2, 0x55), read.Digest);
        Assert.Equal(content, ContentOf(read));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_CutShortAnywhere_IsAFormatErrorOrNoDigest_NeverACrash(string name)
    {
        var content = ContentOf(new LogEntry(Header, Records.Single(record => record.Name == name).Transaction, new TreeDigest(2, 0x55)));
        for (var length = 0; length < content.Length; length++)
        {
            LogEntry? read = null;
            var problem = Record.Exception(() => read = LogEntryReader.Read(content.AsSpan(0, length)));
            // What is left of a list of paths may look like no list and a digest.
            if (problem is null) Assert.True(read!.Value is { Digest: null } or { Transaction: CloseSessionTransaction });
            else Assert.IsType<JuteFormatException>(problem);
        }
    }

    [Fact]
    public void Append_PutsChecksumLengthAndEndAround()
    {
        var buffer = new ByteBuffer(0);
        LogEntryWriter.Append(buffer, new LogEntry(new TransactionHeader(0, 0, 0, 0), new ErrorTransaction(ErrorCode.Ok), null));

        // The type -1 among zeros, summed as the definition of Adler-32 has it.
        var content = new byte[36];
        content.AsSpan(28, 4).Fill(0xff);
        var (sum, sumOfSums) = (1, 0);
        foreach (var value in content) sumOfSums = (sumOfSums + (sum = (sum + value) % 65521)) % 65521;
        Assert.Equal(
            $"00000000{(sumOfSums << 16) | sum:x8}" + "00000024" + Convert.ToHexStringLower(content) + "42",
            Convert.ToHexStringLower(buffer.Written));
    }

    [Fact]
    public void Read_ACreationOfThirdVersion_HasNoCounter()
    {
        var entry = LogEntryReader.Read(Content("00000001 00000002 2f61 00000000 00000000 00"));
        Assert.Equal(DataTree.CountedByParent, Assert.IsType<CreateTransaction>(entry.Transaction).ParentChildrenCreated);
    }

    [Theory]
    [InlineData("fffffff5")]
    [InlineData("fffffff5 00000002 0000000012345678")]
    public void Read_ACloseSessionWithoutPaths_NamesNone(string record)
    {
        var entry = LogEntryReader.Read(Content(record));
        Assert.Empty(Assert.IsType<CloseSessionTransaction>(entry.Transaction).Ephemerals);
        Assert.Equal(record.Length > 8, entry.Digest is not null);
    }

    [Fact]
    public void Read_AMultiThatFailed_IsAnError()
    {
        var entry = LogEntryReader.Read(Content("0000000e 00000002 00000002 00000006 00000002 2f61 ffffffff 00000004 ffffff9b"));
        Assert.Equal(ErrorCode.NoNode, Assert.IsType<ErrorTransaction>(entry.Transaction).Code);
    }

    [Fact]
    public void Read_AnUnknownType_Throws()
    {
        var e = Assert.Throws<JuteFormatException>(() => LogEntryReader.Read(Content("00000063")));
        Assert.Equal("99", e.Actual);
    }

    private static byte[] Content(string record) => Convert.FromHexString(new string('0', 56) + record.Replace(" ", "", StringComparison.Ordinal));

    private static byte[] ContentOf(in LogEntry entry)
    {
        var buffer = new ByteBuffer(0);
        LogEntryWriter.Append(buffer, entry);
        return buffer.Written[12..^1].ToArray();
    }
}
