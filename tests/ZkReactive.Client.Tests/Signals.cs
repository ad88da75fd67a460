using System.Threading.Channels;

namespace ZkReactive.Client.Tests;

/// <summary>Waiting for what should happen, with a generous deadline instead of a sleep.</summary>
internal static class Signals
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Patience, TimeProvider.System);

    public static Task Soon(this Task task) => task.WaitAsync(Patience, TimeProvider.System);

    public static Task<T> Soon<T>(this ValueTask<T> task) => task.AsTask().Soon();

    public static Task Soon(this ValueTask task) => task.AsTask().Soon();

    public static async Task<ZkSessionState> WaitForAsync(this IZkClient client, Func<ZkSessionState, bool> condition)
    {
        var seen = new TaskCompletionSource<ZkSessionState>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (client.SessionStates.Subscribe(new Observer(state =>
        {
            if (condition(state)) seen.TrySetResult(state);
        })))
            return await seen.Task.Soon();
    }

    public static Task<ZkSessionState> WaitForAsync(this IZkClient client, ZkSessionStatus status) =>
        client.WaitForAsync(state => state.Status == status);

    public static Task<ZkWatchEvent> NextAsync(this ChannelReader<ZkWatchEvent> events) => events.ReadAsync().Soon();

    public static IDisposable Subscribe(this IObservable<ZkSessionState> states, Action<ZkSessionState> onNext, Action? onCompleted = null) =>
        states.Subscribe(new Observer(onNext, onCompleted));

    private sealed class Observer(Action<ZkSessionState> onNext, Action? onCompleted = null) : IObserver<ZkSessionState>
    {
        public void OnNext(ZkSessionState value) => onNext(value);

        public void OnCompleted() => onCompleted?.Invoke();

        public void OnError(Exception error) => Assert.Fail(error.ToString());
    }
}
