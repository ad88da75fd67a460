using ZkReactive.Protocol.Records;
using static ZkReactive.Protocol.Tests.Records.RecordGoldens;

namespace ZkReactive.Protocol.Tests.Records;

/// <summary>The cases of multi and multiRead; bytes as in <see cref="RecordGoldens"/>.</summary>
internal static class MultiGoldens
{
    private const string End = "ffffffff01ffffffff";

    public static Golden[] All(byte[] data, Acl[] open, Stat stat) =>
    [
        Golden.Of(
            "MultiRequest",
            new MultiRequest(
            [
                new MultiOperation.Create(OpCode.Create, new CreateRequest("/a", data, open, CreateMode.Persistent)),
                new MultiOperation.CreateTtl(new CreateTtlRequest("/t", data, open, CreateMode.PersistentWithTtl, 9)),
                new MultiOperation.Create(OpCode.CreateContainer, new CreateRequest("/c", data, open, CreateMode.Container)),
                new MultiOperation.Delete(new DeleteRequest("/b", 1)),
                new MultiOperation.SetData(new SetDataRequest("/s", data, 2)),
                new MultiOperation.Check(new CheckVersionRequest("/k", 3)),
            ]),
            "0000000100ffffffff 000000022f6100000002cafe" + OpenHex + "00000000" +
            "0000001500ffffffff 000000022f7400000002cafe" + OpenHex + "000000050000000000000009" +
            "0000001300ffffffff 000000022f6300000002cafe" + OpenHex + "00000004" +
            "0000000200ffffffff 000000022f6200000001" +
            "0000000500ffffffff 000000022f7300000002cafe00000002" +
            "0000000d00ffffffff 000000022f6b00000003" + End),
        Golden.Of("MultiRequest empty", new MultiRequest([]), End),
        Golden.Of(
            "MultiRequest multiRead",
            new MultiRequest([new MultiOperation.GetData(new GetDataRequest("/a", false)), new MultiOperation.GetChildren(new GetChildrenRequest("/b", false))]),
            "0000000400ffffffff 000000022f6100" +
            "0000000800ffffffff 000000022f6200" + End),
        Golden.Of(
            "MultiResponse",
            new MultiResponse(
            [
                new MultiResult.Created(new CreateResponse("/a")),
                new MultiResult.CreatedWithStat(new Create2Response("/c", stat)),
                MultiResult.Deleted.Instance,
                new MultiResult.DataSet(new SetDataResponse(stat)),
                MultiResult.Checked.Instance,
            ]),
            "000000010000000000 000000022f61" +
            "0000000f0000000000 000000022f63" + StatHex +
            "000000020000000000" +
            "000000050000000000 " + StatHex +
            "0000000d0000000000" + End),
        Golden.Of(
            "MultiResponse failed",
            new MultiResponse([new MultiResult.Failed(ErrorCode.Ok), new MultiResult.Failed(ErrorCode.NoNode), new MultiResult.Failed(ErrorCode.RuntimeInconsistency)]),
            "ffffffff0000000000 00000000" +
            "ffffffff00ffffff9b ffffff9b" +
            "ffffffff00fffffffe fffffffe" + End),
        Golden.Of(
            "MultiResponse multiRead",
            new MultiResponse(
            [
                new MultiResult.Data(new GetDataResponse(data, stat)),
                new MultiResult.Children(new GetChildrenResponse(["x"])),
                new MultiResult.Failed(ErrorCode.NoAuth),
            ]),
            "000000040000000000 00000002cafe" + StatHex +
            "000000080000000000 000000010000000178" +
            "ffffffff00ffffff9a ffffff9a" + End),
    ];
}
