using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using static ZkReactive.Server.Tests.WireOperations;

namespace ZkReactive.Server.Tests.Processing;

public sealed class MultiTests : ServerTest
{
    [Fact]
    public async Task AllParts_HappenUnderOneZxid()
    {
        var client = await ConnectAsync();
        var results = await client.MultiAsync(Create("/a"), Create("/a/s-", CreateMode.PersistentSequential), Set("/a"), Check("/a", 1), Delete("/a/s-0000000000"));

        Assert.Equal([OpCode.Create, OpCode.Create, OpCode.SetData, OpCode.Check, OpCode.Delete], results.Select(r => r.OpCode));
        Assert.Equal("/a/s-0000000000", Assert.IsType<MultiResult.Created>(results[1]).Response.Path);
        var stat = await client.StatAsync("/a");
        Assert.Equal(stat.Czxid, stat.Mzxid);
        Assert.Equal(stat.Czxid, stat.Pzxid);
    }

    [Fact]
    public async Task OneRefusedPart_UndoesAll_AndIsTheOnlyOneBlamed()
    {
        var client = await ConnectAsync();
        var results = await client.MultiAsync(Create("/a"), Check("/a", 5), Create("/b"), Delete("/nope"));

        Assert.Equal(
            [ErrorCode.Ok, ErrorCode.BadVersion, ErrorCode.RuntimeInconsistency, ErrorCode.RuntimeInconsistency],
            results.Select(r => Assert.IsType<MultiResult.Failed>(r).Error));
        Assert.Equal(["zookeeper"], await client.ChildrenAsync("/"));
    }

    [Fact]
    public async Task AnEmptyMulti_IsOk()
    {
        var client = await ConnectAsync();
        Assert.Empty(await client.MultiAsync());
    }

    [Fact]
    public async Task Create2_AnswersWithTheStat_AsItWasThen()
    {
        var client = await ConnectAsync();
        var create2 = new MultiOperation.Create(OpCode.Create2, new CreateRequest("/a", null, Acl.OpenUnsafe, CreateMode.Persistent));
        var results = await client.MultiAsync(create2, Create("/a/b"));

        var created = Assert.IsType<MultiResult.CreatedWithStat>(results[0]).Response;
        Assert.Equal(("/a", 0), (created.Path, created.Stat.ChildCount));
    }

    [Fact]
    public async Task ARefusedWrite_TakesAZxid_ARefusedReadDoesNot()
    {
        var client = await ConnectAsync();
        var before = (await client.GetAsync("/")).Header.Zxid.Value;
        await client.SetAsync("/nope", "");
        Assert.Equal(before + 1, (await client.GetAsync("/nope")).Header.Zxid.Value);
        Assert.Equal(before + 1, Server.Statistics.Zxid.Value);
    }

    [Fact]
    public async Task MultiRead_GivesEachPartItsOwnError()
    {
        var client = await ConnectAsync();
        var reply = await client.CallAsync(OpCode.MultiRead, new MultiRequest(
        [
            new MultiOperation.GetData(new GetDataRequest("/nope", false)),
            new MultiOperation.GetChildren(new GetChildrenRequest("/", false)),
            new MultiOperation.GetData(new GetDataRequest("/", false)),
        ]));

        var results = reply.As<MultiResponse>().Results;
        Assert.Equal(ErrorCode.NoNode, Assert.IsType<MultiResult.Failed>(results[0]).Error);
        Assert.Equal(["zookeeper"], Assert.IsType<MultiResult.Children>(results[1]).Response.Children);
        Assert.Empty(Assert.IsType<MultiResult.Data>(results[2]).Response.Data!);
    }
}
