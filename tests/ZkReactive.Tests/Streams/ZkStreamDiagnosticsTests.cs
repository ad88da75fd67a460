using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reactive.Linq;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.Streams;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Streams;

/// <summary>Other tests of the process have streams too, so measurements are looked for, not counted.</summary>
public class ZkStreamDiagnosticsTests
{
    [Fact]
    public async Task ListenersHear_TheLagOfChanges_AndOfObserversThatThrow()
    {
        // A server whose clock is hours behind makes a lag that no other test has.
        var behind = new ZkServerOptions { TimeProvider = new HoursBehind() };
        await using var server = await ZkServer.StartAsync(behind);
        await using var client = await ZkClient.ConnectAsync(server.ConnectString);
        var heard = new ConcurrentQueue<(string Name, double Value)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == ZkStreamDiagnostics.Name) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => heard.Enqueue((instrument.Name, value)));
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => heard.Enqueue((instrument.Name, value)));
        listener.Start();

        await client.CreateAsync("/n");
        using var seen = client.ObserveNode("/n").Record();
        await seen.WaitForAsync(1);
        Assert.DoesNotContain(heard, one => IsOurs(one));
        await client.SetAsync("/n", "x"u8.ToArray(), NodeVersion.Any);
        await seen.WaitForAsync(2);
        Assert.Contains(heard, one => IsOurs(one));

        var thrown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (client.ObserveNode("/n").Subscribe(new Thrower(thrown)))
        {
            await thrown.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
            await client.GetAsync("/n");
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!heard.Any(one => one.Name == "zkreactive.stream.observers.dropped")) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
    }

    private static bool IsOurs((string Name, double Value) one) => one is { Name: "zkreactive.stream.lag", Value: > 3000 };

    private sealed class HoursBehind : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(-1);
    }

    private sealed class Thrower(TaskCompletionSource thrown) : IObserver<NodeChange>
    {
        public void OnNext(NodeChange value)
        {
            thrown.SetResult();
            throw new InvalidOperationException("as the test wants it");
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
