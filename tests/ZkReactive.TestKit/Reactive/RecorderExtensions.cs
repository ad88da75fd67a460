namespace ZkReactive.TestKit.Reactive;

public static class RecorderExtensions
{
    /// <summary>How long a wait may last before the test fails.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Subscribes a recorder.</summary>
    public static Recorder<T> Record<T>(this IObservable<T> source, Action<T>? onNext = null)
    {
        var recorder = new Recorder<T>(onNext);
        recorder.Subscription = source.Subscribe(recorder);
        return recorder;
    }
}
