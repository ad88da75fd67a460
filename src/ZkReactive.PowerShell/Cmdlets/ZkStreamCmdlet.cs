using System.Management.Automation;
using System.Reactive.Linq;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Parameters;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>The base of every cmdlet that writes a stream until it is stopped: adds <c>-Count</c> and <c>-Timeout</c>.</summary>
public abstract class ZkStreamCmdlet : ZkSessionCmdlet
{
    private protected ZkStreamCmdlet()
    {
    }

    /// <summary>How many objects to write before the command ends. By default it runs until it is stopped.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; }

    /// <summary>How long to watch before the command ends, without an error: seconds, a number with a unit (30s, 5m) or a TimeSpan. By default it runs until it is stopped.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Writes the elements of a stream, in order, until it ends, is long enough, has run out of time, or is stopped.</summary>
    private protected void Pump<T>(object? target, IObservable<T> source)
    {
        if (Count > 0) source = source.Take(Count);
        if (Timeout is { } timeout) source = source.TakeUntil(Observable.Timer(timeout));
        try
        {
            PipelineBridge.Pump(source, item => WriteObject(item), StopToken);
        }
        catch (Exception e) when (IsFailure(e))
        {
            WriteError(ErrorMapper.ToRecord(e, target));
        }
    }
}
