using System.Globalization;
using ZkReactive.Client;
using ZkReactive.Pipelines.Policy;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary>Prints what <c>zkr policy watch</c> sees, on the stream's own turn: a slow reader makes the stream leave sets out, so nothing piles up.</summary>
internal sealed class PolicyUpdateWriter(CliHost host, ZkPath type, bool json, int? wanted)
{
    private const int MostMoves = 20;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _written;

    /// <summary>Prints an update.</summary>
    public void Write(PolicyUpdate update)
    {
        if (_ended.Task.IsCompleted) return;
        if (json) CliJson.Write(host.Out, PolicyUpdateJson.From(type, update), CliJson.Lines.PolicyUpdateJson);
        else WriteText(update);
        if (++_written == wanted) _ended.TrySetResult();
    }

    /// <summary>The stream cannot go on.</summary>
    public void Fail(Exception error) => _ended.TrySetException(error);

    /// <summary>The stream has ended.</summary>
    public void End() => _ended.TrySetException(new ObjectDisposedException(nameof(IZkClient)));

    /// <summary>Waits for the last update wanted, the time-out, or a signal.</summary>
    public async Task<int> WaitAsync(TimeSpan? timeout, CancellationToken cancellationToken)
    {
        try
        {
            await _ended.Task.WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, host.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (wanted is { } count)
        {
            throw new CliException("ZkTimeout", ExitCodes.Failed, $"Watching {type} ended after {Durations.Format(timeout!.Value)} with {_written} of {count} sets.");
        }
        catch (TimeoutException)
        {
            // The time asked for is over: done.
        }
        catch (OperationCanceledException) when (wanted is null)
        {
            // Without --count there is no other end than being stopped.
        }

        return ExitCodes.Done;
    }

    private void WriteText(PolicyUpdate update)
    {
        var time = host.TimeProvider.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var set = update.Set is { } used ? used.ToString() : "none";
        host.Out.WriteLine($"{time}  {PolicyUpdateJson.Name(update.Event),-8}  {update.Event.Zxid}  in use: {set}");
        if (update.Event is PolicyEvent.SetApplied applied)
        {
            foreach (var change in applied.Difference.Policies) host.Out.WriteLine($"    {change.Policy} {DeployStatusJson.Name(change.Change)}");
            foreach (var move in applied.Difference.Moves.Take(MostMoves)) host.Out.WriteLine($"    {Text.OneLine(move.ToString())}");
            if (applied.Difference.Moves.Count > MostMoves) host.Out.WriteLine($"    … and {applied.Difference.Moves.Count - MostMoves} more ranges");
        }
        else if (update.Event is PolicyEvent.SetRejected rejected)
        {
            foreach (var finding in rejected.Findings.Where(finding => finding.IsError)) host.Out.WriteLine($"    {Text.OneLine(finding.ToString())} [{finding.ErrorId}]");
        }

        host.Out.Flush();
    }
}
