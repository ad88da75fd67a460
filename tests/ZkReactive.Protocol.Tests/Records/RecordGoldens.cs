using ZkReactive.Protocol.Records;

namespace ZkReactive.Protocol.Tests.Records;

/// <summary>
/// One case for every record. The bytes were written by Apache ZooKeeper 3.8.0's own jute classes from the same values;
/// that version leaves the last field of the connect records to hand-written code, so theirs has been appended.
/// </summary>
internal static class RecordGoldens
{
    public const string StatHex = "00000001000000010000000100000002000001800000000300000180000000040000000500000006000000071234567890abcdef0000000800000009000000010000000a";
    public const string AclsHex = "000000020000001f00000005776f726c6400000006616e796f6e65000000010000000664696765737400000003753a70";
    public const string OpenHex = "000000010000001f00000005776f726c6400000006616e796f6e65";
    public const string PasswordHex = "00000010000102030405060708090a0b0c0d0e0f";

    private static readonly Zxid Zxid1 = new(0x100000001);
    private static readonly SessionId Session = new(0x1234567890abcdef);
    private static readonly byte[] Password = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    private static readonly byte[] Data = [0xca, 0xfe];
    private static readonly Acl[] Acls = [new(Permissions.All, "world", "anyone"), new(Permissions.Read, "digest", "u:p")];

    private static readonly Stat Stat = new(
        Zxid1, new Zxid(0x100000002), 0x18000000003, 0x18000000004, 5, 6, 7, 0x1234567890abcdef, 8, 9, new Zxid(0x10000000a));

    public static readonly IReadOnlyList<Golden> All = [.. DataRecords(), .. Requests(), .. Responses(), .. MultiGoldens.All(Data, Acls[..1], Stat)];

    private static Golden[] DataRecords() =>
    [
        Golden.Of("EmptyRecord", default(EmptyRecord), ""),
        Golden.Of("Stat", Stat, StatHex),
        Golden.Of("Acl", Acls[1], "000000010000000664696765737400000003753a70"),
        Golden.Of("ClientInfo", new ClientInfo("digest", "u"), "000000066469676573740000000175"),
        Golden.Of("MultiHeader", MultiHeader.OfRequest(OpCode.Multi), "0000000e00ffffffff"),
    ];

    private static Golden[] Requests() =>
    [
        Golden.Of("ConnectRequest", new ConnectRequest(0, Zxid1, 30_000, Session, Password, ReadOnly: true), "000000000000000100000001000075301234567890abcdef" + PasswordHex + "01", tailIsOptional: true),
        Golden.Of("ConnectRequest without readOnly", new ConnectRequest(0, Zxid1, 30_000, Session, Password, ReadOnly: null), "000000000000000100000001000075301234567890abcdef" + PasswordHex, tailIsOptional: true),
        Golden.Of("RequestHeader", new RequestHeader(1, OpCode.GetChildren2), "000000010000000c"),
        Golden.Of("AuthPacket", new AuthPacket(0, "digest", Data), "000000000000000664696765737400000002cafe"),
        Golden.Of("CreateRequest", new CreateRequest("/a", Data, Acls, CreateMode.EphemeralSequential), "000000022f6100000002cafe" + AclsHex + "00000003"),
        Golden.Of("CreateRequest null data, empty acl", new CreateRequest("/a", null, [], CreateMode.Persistent), "000000022f61ffffffff0000000000000000"),
        Golden.Of("CreateRequest empty data", new CreateRequest("/a", Array.Empty<byte>(), [], CreateMode.Container), "000000022f61000000000000000000000004"),
        Golden.Of("CreateTtlRequest", new CreateTtlRequest("/a", Data, Acls, CreateMode.PersistentWithTtl, 1000), "000000022f6100000002cafe" + AclsHex + "0000000500000000000003e8"),
        Golden.Of("DeleteRequest", new DeleteRequest("/a", -1), "000000022f61ffffffff"),
        Golden.Of("ExistsRequest", new ExistsRequest("/a", true), "000000022f6101"),
        Golden.Of("GetDataRequest", new GetDataRequest("/\u00e9\u6f22", false), "000000062fc3a9e6bca200"),
        Golden.Of("SetDataRequest", new SetDataRequest("/a", Data, 7), "000000022f6100000002cafe00000007"),
        Golden.Of("SetDataRequest null data", new SetDataRequest("/a", null, 7), "000000022f61ffffffff00000007"),
        Golden.Of("GetAclRequest", new GetAclRequest("/a"), "000000022f61"),
        Golden.Of("SetAclRequest", new SetAclRequest("/a", Acls, 2), "000000022f61" + AclsHex + "00000002"),
        Golden.Of("GetChildrenRequest", new GetChildrenRequest("/a", true), "000000022f6101"),
        Golden.Of("GetChildren2Request", new GetChildren2Request("/a", true), "000000022f6101"),
        Golden.Of("SyncRequest", new SyncRequest("/a"), "000000022f61"),
        Golden.Of("CheckVersionRequest", new CheckVersionRequest("/a", 4), "000000022f6100000004"),
        Golden.Of("SetWatches", new SetWatches(Zxid1, ["/d"], ["/e", "/f"], []), "000000010000000100000001000000022f6400000002000000022f65000000022f6600000000"),
        Golden.Of("SetWatches2", new SetWatches2(Zxid1, ["/d"], ["/e"], ["/c"], ["/p"], ["/r"]), "000000010000000100000001000000022f6400000001000000022f6500000001000000022f6300000001000000022f7000000001000000022f72"),
        Golden.Of("AddWatchRequest", new AddWatchRequest("/a", WatchMode.PersistentRecursive), "000000022f6100000001"),
        Golden.Of("RemoveWatchesRequest", new RemoveWatchesRequest("/a", WatcherType.Data), "000000022f6100000002"),
        Golden.Of("CheckWatchesRequest", new CheckWatchesRequest("/a", WatcherType.Any), "000000022f6100000003"),
        Golden.Of("ReconfigRequest", new ReconfigRequest("server.4=h", null, "", -1), "0000000a7365727665722e343d68ffffffff00000000ffffffffffffffff"),
        Golden.Of("GetEphemeralsRequest", new GetEphemeralsRequest("/a"), "000000022f61"),
        Golden.Of("GetEphemeralsRequest null", new GetEphemeralsRequest(null), "ffffffff"),
        Golden.Of("GetAllChildrenNumberRequest", new GetAllChildrenNumberRequest("/a"), "000000022f61"),
        Golden.Of("GetSaslRequest", new GetSaslRequest(Data), "00000002cafe"),
    ];

    private static Golden[] Responses() =>
    [
        Golden.Of("ConnectResponse", new ConnectResponse(0, 30_000, Session, Password, ReadOnly: false), "00000000000075301234567890abcdef" + PasswordHex + "00", tailIsOptional: true),
        Golden.Of("ConnectResponse without readOnly", new ConnectResponse(0, 30_000, Session, Password, ReadOnly: null), "00000000000075301234567890abcdef" + PasswordHex, tailIsOptional: true),
        Golden.Of("ReplyHeader", new ReplyHeader(2, new Zxid(0x100000003), ErrorCode.NoNode), "000000020000000100000003ffffff9b"),
        Golden.Of("WatcherEvent", new WatcherEvent(WatchEventType.NodeDataChanged, KeeperState.SyncConnected, "/a"), "0000000300000003000000022f61"),
        Golden.Of("CreateResponse", new CreateResponse("/a"), "000000022f61"),
        Golden.Of("Create2Response", new Create2Response("/a", Stat), "000000022f61" + StatHex),
        Golden.Of("ExistsResponse", new ExistsResponse(Stat), StatHex),
        Golden.Of("GetDataResponse", new GetDataResponse(Data, Stat), "00000002cafe" + StatHex),
        Golden.Of("GetDataResponse null data", new GetDataResponse(null, Stat), "ffffffff" + StatHex),
        Golden.Of("GetDataResponse empty data", new GetDataResponse([], Stat), "00000000" + StatHex),
        Golden.Of("SetDataResponse", new SetDataResponse(Stat), StatHex),
        Golden.Of("GetAclResponse", new GetAclResponse(Acls, Stat), AclsHex + StatHex),
        Golden.Of("SetAclResponse", new SetAclResponse(Stat), StatHex),
        Golden.Of("GetChildrenResponse", new GetChildrenResponse(["a", "bc"]), "000000020000000161000000026263"),
        Golden.Of("GetChildren2Response", new GetChildren2Response(["a", "bc"], Stat), "000000020000000161000000026263" + StatHex),
        Golden.Of("SyncResponse", new SyncResponse("/a"), "000000022f61"),
        Golden.Of("ErrorResponse", new ErrorResponse(ErrorCode.RuntimeInconsistency), "fffffffe"),
        Golden.Of("GetEphemeralsResponse", new GetEphemeralsResponse(["/a", "/b"]), "00000002000000022f61000000022f62"),
        Golden.Of("GetAllChildrenNumberResponse", new GetAllChildrenNumberResponse(42), "0000002a"),
        Golden.Of("WhoAmIResponse", new WhoAmIResponse([new ClientInfo("ip", "127.0.0.1")]), "00000001000000026970000000093132372e302e302e31"),
        Golden.Of("SetSaslResponse", new SetSaslResponse(Data), "00000002cafe"),
    ];
}
