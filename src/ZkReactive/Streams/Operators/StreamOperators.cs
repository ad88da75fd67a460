using System.Reactive;
using System.Reactive.Linq;
using ZkReactive.Protocol;

namespace ZkReactive.Streams.Operators;

/// <summary>What pipelines do to streams.</summary>
public static class StreamOperators
{
    /// <summary>Parses each element; what cannot be parsed becomes <see cref="Parsed{TSource,TValue}.Bad"/> and the stream goes on.</summary>
    /// <remarks>Adds nothing to the source: as hot or cold, one element for each, in its order, on its scheduler, ending as it does.</remarks>
    /// <param name="source">The stream.</param>
    /// <param name="parse">Reads an element, or throws whatever it likes.</param>
    public static IObservable<Parsed<TSource, TValue>> Parse<TSource, TValue>(this IObservable<TSource> source, Func<TSource, TValue> parse)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(parse);
        return source.Select(element => ParseOne(element, parse));
    }

    /// <summary>
    /// Drops what was seen already, which a node's stream repeats as <see cref="ChangeCause.Initial"/> when it is subscribed to
    /// again; a state that differs from the one before is then a <see cref="ChangeCause.Resync"/>, since what happened in
    /// between was not seen. A resync of the stream itself always passes.
    /// </summary>
    /// <remarks>
    /// States are told apart by mzxid and czxid, not by version. Put it after <see cref="RetryWithJitter"/>. Apart from that it
    /// adds nothing to the source: as hot or cold, in its order, on its scheduler, ending as it does.
    /// </remarks>
    public static IObservable<NodeChange> DistinctByVersion(this IObservable<NodeChange> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source
            .Scan((Last: default(NodeChange), Passed: default(NodeChange)), (seen, change) => Pass(seen.Last, change) is { } passed ? (passed, passed) : (seen.Last, null))
            .Where(seen => seen.Passed is not null)
            .Select(seen => seen.Passed!);
    }

    /// <summary>Subscribes again after a failure, with growing, randomly spread pauses, for as long as it takes.</summary>
    /// <remarks>
    /// Cold: each subscription has pauses of its own. First emission and order are the source's; a cold source begins anew with
    /// each try. Merges nothing. Ends with the subscription or when the source completes, never with an error. Elements come
    /// on the source's scheduler; tries after the first are made on the timers' (the thread pool). A connection that is lost
    /// is the source's business.
    /// </remarks>
    public static IObservable<T> RetryWithJitter<T>(this IObservable<T> source, RetryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new RetryOptions();
        options.Validate();
        return Observable.Defer(() =>
        {
            var failures = 0;
            return source.Do(_ => failures = 0).RetryWhen(errors => errors.SelectMany(error =>
            {
                var delay = options.Delay(++failures);
                options.OnRetry?.Invoke(error, delay);
                return After(delay, options.TimeProvider);
            }));
        });
    }

    private static Parsed<TSource, TValue> ParseOne<TSource, TValue>(TSource element, Func<TSource, TValue> parse)
    {
        try
        {
            return new Parsed<TSource, TValue>.Good(element, parse(element));
        }
        catch (Exception e)
        {
            return new Parsed<TSource, TValue>.Bad(element, e);
        }
    }

    private static NodeChange? Pass(NodeChange? last, NodeChange change) => change.Cause switch
    {
        ChangeCause.Resync => change,
        _ when last is null => change,
        _ when VersionOf(change) == VersionOf(last) => null,
        ChangeCause.Initial => change with { Cause = ChangeCause.Resync },
        _ => change,
    };

    private static (Zxid? Created, Zxid? Changed) VersionOf(NodeChange change) => (change.Stat?.Czxid, change.Stat?.Mzxid);

    private static IObservable<Unit> After(TimeSpan delay, TimeProvider time) => Observable.Create<Unit>(observer => time.CreateTimer(
        static state =>
        {
            var waiting = (IObserver<Unit>)state!;
            waiting.OnNext(Unit.Default);
            waiting.OnCompleted();
        },
        observer,
        delay,
        Timeout.InfiniteTimeSpan));
}
