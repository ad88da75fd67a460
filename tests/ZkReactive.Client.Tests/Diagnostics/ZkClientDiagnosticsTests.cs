using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ZkReactive.Protocol;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Diagnostics;

/// <summary>What listeners hear of the calls of this test; other tests of the process make calls too, so each has paths of its own.</summary>
public class ZkClientDiagnosticsTests
{
    [Fact]
    public async Task ASpan_TellsOperationPathAndError_AndIsTheChildOfTheCallersOwn()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var mine = new ActivitySource("test");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is ZkClientDiagnostics.Name or "test",
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);

        using var callers = mine.StartActivity("callers");
        var found = client.GetAsync("/traced/found").AsTask();
        Assert.Same(callers, Activity.Current);
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData), "x");
        await found.Soon();
        Assert.Same(callers, Activity.Current);

        var missing = client.GetAsync("/traced/missing").AsTask();
        var request = await connection.ExpectAsync(OpCode.GetData);
        await connection.ReplyAsync(request.Xid, 1, ErrorCode.NoNode);
        await Assert.ThrowsAsync<NoNodeException>(() => missing).Soon();

        var good = Assert.Single(spans, span => (string?)span.GetTagItem("zookeeper.path") == "/traced/found");
        Assert.Equal(("zookeeper Get", ActivityKind.Client, ActivityStatusCode.Unset), (good.DisplayName, good.Kind, good.Status));
        Assert.Equal(callers!.SpanId, good.ParentSpanId);
        var bad = Assert.Single(spans, span => (string?)span.GetTagItem("zookeeper.path") == "/traced/missing");
        Assert.Equal(("ZkNoNode", ActivityStatusCode.Error), (bad.GetTagItem("error.type"), bad.Status));
    }

    [Fact]
    public async Task Instruments_CountCallsSessionsAndEvents()
    {
        var heard = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == ZkClientDiagnostics.Name) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.Start();

        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var call = client.SetAsync("/counted", default, NodeVersion.Any).AsTask();
        var request = await connection.ExpectAsync(OpCode.SetData);
        listener.RecordObservableInstruments();
        await connection.ReplyAsync(request.Xid, 1, ErrorCode.BadVersion);
        await Assert.ThrowsAsync<BadVersionException>(() => call).Soon();

        Assert.Contains(heard, line => line.StartsWith("zkreactive.client.request.duration zookeeper.operation=Set,error.type=ZkBadVersion ", StringComparison.Ordinal));
        Assert.Contains(heard, line => line.StartsWith("zkreactive.client.request.pending ", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal));
        Assert.Contains(heard, line => line.StartsWith("zkreactive.client.sessions zookeeper.session.status=Connected ", StringComparison.Ordinal));
        Assert.Contains("zkreactive.client.session.changes zookeeper.session.status=Connected 1", heard);

        void Hear(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            heard.Enqueue($"{instrument.Name} {string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))} {value}");
    }
}
