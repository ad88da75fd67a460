using System.Reflection;
using ZkReactive.Client;
using ZkReactive.PowerShell.Completers;
using ZkReactive.TestKit.Time;

namespace ZkReactive.PowerShell.Tests.Completers;

public sealed class PathCompleterTests
{
    [Fact]
    public async Task ReadNames_ServerThatDoesNotAnswer_GivesNothingWhenPatienceEnds()
    {
        var time = new ManualTimeProvider();
        var client = DispatchProxy.Create<IZkClient, SilentClient>();
        ((SilentClient)(object)client).Time = time;

        var reading = Task.Run(() => PathCompleter.ReadNames(client, "/app"));
        await time.WaitForTimersAsync();
        time.Advance(PathCompleter.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Empty(await reading.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.True(PathCompleter.Patience < TimeSpan.FromMilliseconds(300), "The engine needs a part of the 300 ms.");
    }

    /// <summary>A client whose server never answers.</summary>
    public class SilentClient : DispatchProxy
    {
        public TimeProvider Time { get; set; } = TimeProvider.System;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            "get_Options" => new ZkClientOptions { TimeProvider = Time },
            nameof(IZkClient.MultiReadAsync) => new ValueTask<IReadOnlyList<ZkReadResult>>(WaitAsync((CancellationToken)args![^1]!)),
            _ => throw new NotSupportedException(targetMethod.Name),
        };

        private static async Task<IReadOnlyList<ZkReadResult>> WaitAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return [];
        }
    }
}
