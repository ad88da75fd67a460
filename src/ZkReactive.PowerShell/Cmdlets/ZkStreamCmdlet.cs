using System.Management.Automation;
using System.Reactive.Linq;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Parameters;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>
/// The base of every cmdlet that writes streams until it is stopped: adds <c>-Count</c> and <c>-Timeout</c>. What the
/// records of the input ask for is gathered and then watched together, or else the first would keep the others waiting.
/// </summary>
public abstract class ZkStreamCmdlet : ZkSessionCmdlet
{
    private readonly List<IObservable<Element>> _streams = [];

    private protected ZkStreamCmdlet()
    {
    }

    /// <summary>How many objects to write before the command ends. By default it runs until it is stopped.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; }

    /// <summary>How long to watch before the command ends: seconds, a number with a unit (30s, 5m) or a TimeSpan. It is an error only when -Count was given and not reached. By default it runs until it is stopped.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Writes what the streams give, each in its order, until they end, there is enough, time is up, or it is stopped.</summary>
    protected override void EndProcessing()
    {
        var written = 0;
        var merged = _streams.Merge();
        if (Count > 0) merged = merged.Take(Count);
        if (Timeout is { } timeout) merged = merged.TakeUntil(Observable.Timer(timeout));
        Pump(merged, Write);
        if (Timeout is not null && written < Count) WriteError(ErrorRecordMapper.ToRecord(TooFew(written), target: null));

        void Write(Element element)
        {
            written++;
            if (element.Failure is null) WriteObject(OnWriting(element.Value));
            else WriteError(ErrorRecordMapper.ToRecord(element.Failure, element.Target));
        }
    }

    /// <summary>Called on the pipeline thread with an element of a stream: gives what is written, and may show progress.</summary>
    private protected virtual object? OnWriting(object? value) => value;

    /// <summary>Adds a stream; its failure is an error of its own and leaves the others alone.</summary>
    private protected void Add<T>(object target, IObservable<T> stream) => _streams.Add(
        stream.Select(value => new Element(target, value, Failure: null))
            .Catch((Exception e) => Observable.Return(new Element(target, Value: null, e))));

    private ZkModuleException TooFew(int written) => new(
        "ZkTimeout",
        ErrorCategory.OperationTimeout,
        $"Watching ended after {Timeout} with {written} of {Count} objects.",
        "Allow more time, or leave -Count out to take what there is.");

    private sealed record Element(object Target, object? Value, Exception? Failure);
}
