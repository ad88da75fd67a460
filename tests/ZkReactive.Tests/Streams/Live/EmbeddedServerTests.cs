using System.Text;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.TestKit.Reactive;
using ZkReactive.Streams;

namespace ZkReactive.Tests.Streams.Live;

/// <summary>Streams over the real client and the embedded server, with faults of the server at each of the stream's requests.</summary>
public class EmbeddedServerTests
{
    private static readonly ZkPath Path = ZkPath.Parse("/n");

    private static readonly Dictionary<string, FaultAction> Faults = new()
    {
        ["drop before processing"] = FaultAction.DropBeforeProcessing,
        ["drop before the reply"] = FaultAction.DropAfterProcessing,
        ["drop after the reply"] = FaultAction.DropAfterReply,
        ["expire"] = FaultAction.ExpireSession,
        ["expire after processing"] = FaultAction.ExpireSessionAfterProcessing,
        ["truncate"] = FaultAction.Truncate(7),
        ["throttle"] = FaultAction.Fail(ErrorCode.Throttled),
    };

    public static TheoryData<StreamSubject, bool, string> Cases()
    {
        var cases = new TheoryData<StreamSubject, bool, string>();
        foreach (var subject in Enum.GetValues<StreamSubject>())
        {
            foreach (var fault in Faults.Keys)
            {
                cases.Add(subject, true, fault);
                cases.Add(subject, false, fault);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Stream_FaultAtAnyRequest_KeepsItsPromises(StreamSubject subject, bool exists, string fault)
    {
        await using var server = await ZkServer.StartAsync();
        await using var writer = await ZkClient.ConnectAsync(server.ConnectString);
        for (var request = 0; request < 7; request++)
        {
            var run = $"{subject}, {fault} at request {request}";
            var path = ZkPath.Parse($"/{request}");
            if (exists) await LiveObserver.WriteAsync(writer, subject, path, 0);
            await using var client = await ZkClient.ConnectAsync(server.ConnectString);
            using var rule = server.Faults.OnRequest(AtRequest(request, writer.Session.Id, Faults[fault]));
            using var observer = new LiveObserver(client, subject, path);
            await observer.WaitForAnythingAsync();
            for (var number = 1; number <= 5; number++)
            {
                await LiveObserver.WriteAsync(writer, subject, path, number);
                if (number != 3) await observer.WaitForAsync(number);
            }

            observer.AssertPromises(run);
        }
    }

    [Fact]
    public async Task Stream_ServerAwayForAWhile_EmitsNothingAndGoesOn()
    {
        await using var server = await ZkServer.StartAsync();
        await using var writer = await ZkClient.ConnectAsync(server.ConnectString);
        await using var client = await ZkClient.ConnectAsync(server.ConnectString);
        await LiveObserver.WriteAsync(writer, StreamSubject.Node, Path, 1);
        using var observer = new LiveObserver(client, StreamSubject.Node, Path);
        await observer.WaitForAsync(1);
        await server.SuspendAsync();
        await server.ResumeAsync();
        await LiveObserver.WriteAsync(writer, StreamSubject.Node, Path, 2);
        await observer.WaitForAsync(2);
        observer.AssertPromises("suspended");
        Assert.Equal(2, observer.Seen.Count);
    }

    [Fact]
    public async Task ObserveNode_TenThousandSets_LastValueArrivesAndASlowObserverIsBounded()
    {
        await using var server = await ZkServer.StartAsync();
        await using var writer = await ZkClient.ConnectAsync(server.ConnectString);
        await using var client = await ZkClient.ConnectAsync(server.ConnectString);
        await writer.CreateAsync(Path, "0"u8.ToArray());
        var release = new ManualResetEventSlim();
        using var slow = client.ObserveNode(Path).Record(_ => release.Wait(RecorderExtensions.Deadline));
        using var quick = client.ObserveNode(Path).Record();
        await slow.WaitForAsync(1);

        var sets = new List<Task>();
        for (var i = 1; i <= 10_000; i++) sets.Add(writer.SetAsync(Path, Encoding.UTF8.GetBytes($"{i}"), NodeVersion.Any).AsTask());
        await Task.WhenAll(sets);
        var all = await quick.WaitForAsync(change => change.Data.Span.SequenceEqual("10000"u8));
        for (var i = 1; i < all.Count; i++) Assert.True(all[i].Stat!.Value.Mzxid > all[i - 1].Stat!.Value.Mzxid);

        Assert.Single(slow.Messages);
        release.Set();
        var last = await slow.WaitForAsync(2);
        Assert.Equal("10000", Encoding.UTF8.GetString(last[1].Data.Span));
        Assert.Equal(2, slow.Messages.Count);
    }

    [Fact]
    public async Task LastObserverGone_ServerHasNoWatch()
    {
        await using var server = await ZkServer.StartAsync();
        await using var client = await ZkClient.ConnectAsync(server.ConnectString);
        using (var observer = new LiveObserver(client, StreamSubject.Node, Path))
        {
            await observer.WaitForAnythingAsync();
            Assert.Equal(1, server.Statistics.Watches);
        }

        // Requests are answered in order, so the removal is done when a later one is.
        await client.ExistsAsync(Path);
        Assert.Equal(0, server.Statistics.Watches);
    }

    [Fact]
    public async Task ObserveNode_NotAllowed_EndsWithNoAuth()
    {
        await using var server = await ZkServer.StartAsync();
        await using var writer = await ZkClient.ConnectAsync(server.ConnectString);
        await using var client = await ZkClient.ConnectAsync(server.ConnectString);
        await writer.CreateAsync(Path, "secret"u8.ToArray(), options: new ZkCreateOptions { Acl = [new Acl(Permissions.Admin, "world", "anyone")] });
        using var seen = client.ObserveNode(Path).Record();
        Assert.IsType<NoAuthException>(await seen.WaitForEndAsync());
    }

    [Fact]
    public async Task ObserveNode_CredentialsRefused_EndsWithAuthFailed()
    {
        await using var server = await ZkServer.StartAsync();
        await using var client = await ZkClient.ConnectAsync(server.ConnectString);
        using var seen = client.ObserveNode(Path).Record();
        await seen.WaitForAsync(1);
        await Assert.ThrowsAsync<AuthFailedException>(async () => await client.AddAuthAsync(new ZkAuth("nosuchscheme", "x"u8)));
        Assert.IsType<AuthFailedException>(await seen.WaitForEndAsync());
    }

    [Fact]
    public async Task ObserveNode_ServerOfVersion34_WorksToo()
    {
        await using var server = await ZkServer.StartAsync();
        server.Faults.ActAsVersion34();
        await using var writer = await ZkClient.ConnectAsync(server.ConnectString);
        await using var client = await ZkClient.ConnectAsync(server.ConnectString);
        using var observer = new LiveObserver(client, StreamSubject.Node, Path);
        await observer.WaitForAnythingAsync();
        await LiveObserver.WriteAsync(writer, StreamSubject.Node, Path, 1);
        await observer.WaitForAsync(1);
        server.Faults.DropConnections();
        await LiveObserver.WriteAsync(writer, StreamSubject.Node, Path, 2);
        await observer.WaitForAsync(2);
        observer.AssertPromises("3.4");
    }

    /// <summary>Once: the fault at the given one of the requests by which streams read or set their watches again.</summary>
    private static Func<ServerRequestInfo, FaultAction> AtRequest(int number, SessionId except, FaultAction fault)
    {
        var left = number;
        return request => request.Session != except && IsStreams(request.Operation) && left-- == 0 ? fault : FaultAction.None;
    }

    private static bool IsStreams(OpCode operation) =>
        operation is OpCode.GetData or OpCode.Exists or OpCode.GetChildren or OpCode.GetChildren2 or OpCode.SetWatches or OpCode.SetWatches2;
}
