namespace ZkReactive.Streams.Sharing;

/// <summary>A stream that observers may be let in to.</summary>
internal interface ISharedStream<TElement> : ISharedStream
    where TElement : class
{
    /// <summary>Lets an observer in; null when the stream has ended and another has to be made.</summary>
    IDisposable? TryAdd(IObserver<TElement> observer);
}
