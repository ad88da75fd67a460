using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>The base of every cmdlet: a token that stopping cancels, and one way to run work and report its failure.</summary>
public abstract class ZkCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    private protected ZkCmdlet()
    {
    }

    /// <summary>Fires when the pipeline is being stopped.</summary>
    private protected CancellationToken StopToken => _stopping.Token;

    /// <summary>The sessions and servers of this runspace.</summary>
    private protected static RunspaceResources Resources => RunspaceResources.Current;

    /// <summary>Cancels what is under way; called by the engine on another thread.</summary>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet holds; runs after a stop as well.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _stopping.Dispose();
    }

    /// <summary>Runs asynchronous work; a failure is an error of this one record, and the pipeline goes on.</summary>
    private protected bool Try<T>(object? target, Func<CancellationToken, Task<T>> work, [MaybeNullWhen(false)] out T result)
    {
        try
        {
            result = PipelineBridge.Run(work, StopToken);
            return true;
        }
        catch (Exception e) when (IsFailure(e))
        {
            WriteError(ErrorMapper.ToRecord(e, target));
            result = default;
            return false;
        }
    }

    /// <summary>Runs asynchronous work without a result; a failure is an error of this one record.</summary>
    private protected bool Try(object? target, Func<CancellationToken, Task> work) =>
        Try(target, async token => { await work(token); return true; }, out _);

    /// <summary>Runs asynchronous work that posts to the pipeline; a failure is an error of this one record.</summary>
    private protected bool Try(object? target, Func<PipelinePost, CancellationToken, Task> work)
    {
        try
        {
            return PipelineBridge.Run(async (post, token) => { await work(post, token); return true; }, StopToken);
        }
        catch (Exception e) when (IsFailure(e))
        {
            WriteError(ErrorMapper.ToRecord(e, target));
            return false;
        }
    }

    /// <summary>Runs asynchronous work without which the cmdlet cannot go on; a failure ends the cmdlet.</summary>
    private protected T Require<T>(object? target, Func<CancellationToken, Task<T>> work)
    {
        try
        {
            return PipelineBridge.Run(work, StopToken);
        }
        catch (Exception e) when (IsFailure(e))
        {
            ThrowTerminatingError(ErrorMapper.ToRecord(e, target));
            throw;
        }
    }

    /// <summary>Whether an exception is to be reported: not when it is the engine's own way of stopping, or ours.</summary>
    private protected bool IsFailure(Exception exception) => exception switch
    {
        PipelineStoppedException => false,
        OperationCanceledException when StopToken.IsCancellationRequested => throw new PipelineStoppedException(),
        _ => exception is not FlowControlException,
    };
}
