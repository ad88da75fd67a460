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
    private bool? _isVerbose;

    private protected ZkCmdlet()
    {
    }

    /// <summary>Fires when the pipeline is being stopped.</summary>
    private protected CancellationToken StopToken => _stopping.Token;

    /// <summary>The sessions, servers and jobs of this runspace; found on the pipeline thread, good on every thread.</summary>
    private protected RunspaceResources Resources { get; } = RunspaceResources.Current;

    private bool IsVerbose => _isVerbose ??= DecideVerbose();

    /// <summary>Cancels what is under way; called by the engine on another thread, which never runs what waits for the token.</summary>
    protected override void StopProcessing() => _ = _stopping.CancelAsync();

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
            result = Guard(() => Run((_, token) => work(token)));
            return true;
        }
        catch (Exception e) when (IsFailure(e))
        {
            WriteError(ErrorRecordMapper.ToRecord(e, target));
            result = default;
            return false;
        }
    }

    /// <summary>Does something that takes no time; a failure is an error of this one record.</summary>
    private protected bool Try<T>(object? target, Func<T> get, [MaybeNullWhen(false)] out T result)
    {
        try
        {
            result = get();
            return true;
        }
        catch (Exception e) when (IsFailure(e))
        {
            WriteError(ErrorRecordMapper.ToRecord(e, target));
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
            return Guard(() => Run(async (post, token) => { await work(post, token); return true; }));
        }
        catch (Exception e) when (IsFailure(e))
        {
            WriteError(ErrorRecordMapper.ToRecord(e, target));
            return false;
        }
    }

    /// <summary>Does something without which the cmdlet cannot go on; a failure ends the cmdlet.</summary>
    private protected T Require<T>(object? target, Func<T> get)
    {
        try
        {
            return Guard(get);
        }
        catch (Exception e) when (IsFailure(e))
        {
            ThrowTerminatingError(ErrorRecordMapper.ToRecord(e, target));
            throw;
        }
    }

    /// <summary>Writes the elements of a stream on the pipeline thread until it ends or the pipeline is stopped.</summary>
    private protected void Pump<T>(IObservable<T> source, Action<T> write) =>
        Guard(() =>
        {
            PipelineBridge.Pump(source, write, StopToken, IsVerbose ? Listen : null);
            return true;
        });

    private T Run<T>(Func<PipelinePost, CancellationToken, Task<T>> work) => !IsVerbose
        ? PipelineBridge.Run(work, StopToken)
        : PipelineBridge.Run(
            async (post, token) =>
            {
                using var listening = Listen(post);
                return await work(post, token);
            },
            StopToken);

    /// <summary>Has the log lines of this runspace's sessions written as verbose ones; a line is dropped when the pipeline is busy.</summary>
    private IDisposable Listen(PipelinePost post) => Resources.Log.Listen(line => post.TryPost(() => WriteVerbose(line)));

    /// <summary>Decided once, on the pipeline thread: it reads variables of the script.</summary>
    private bool DecideVerbose() => MyInvocation.BoundParameters.TryGetValue("Verbose", out var given)
        ? given is SwitchParameter { IsPresent: true }
        : LanguagePrimitives.TryConvertTo<ActionPreference>(SessionState.PSVariable.GetValue("VerbosePreference", null), out var preference)
            && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <summary>Whether the caller asks what would be done, by -WhatIf or by preference.</summary>
    private protected bool IsWhatIf() => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? given is SwitchParameter { IsPresent: true }
        : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference", false));

    /// <summary>A cancellation that comes of stopping is the engine's stop, not an error.</summary>
    private T Guard<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private static bool IsFailure(Exception exception) => exception is not (PipelineStoppedException or FlowControlException);
}
