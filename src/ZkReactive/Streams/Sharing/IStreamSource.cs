namespace ZkReactive.Streams.Sharing;

/// <summary>A stream as its subscriptions see it.</summary>
internal interface IStreamSource<TElement>
    where TElement : class
{
    /// <summary>Fits an element to one observer: what it saw last (null when nothing), and why it gets this one.</summary>
    TElement Adapt(TElement element, TElement? last, ChangeCause cause);

    /// <summary>What has to be kept of an element that an observer got, to fit the next one to it.</summary>
    TElement Keep(TElement element) => element;

    /// <summary>An element goes to an observer now.</summary>
    void ReportGiven(TElement element, ChangeCause cause)
    {
    }

    /// <summary>Lets an observer go; with the last one the stream ends and takes its watch away.</summary>
    void Remove(StreamSubscription<TElement> subscription);

    /// <summary>An observer threw; it has been let go.</summary>
    void ReportThrown(Exception exception);
}
