using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace ZkReactive.PowerShell.Bridging;

/// <summary>
/// Runs a script of the user's inside a cmdlet, in the script's own scope and on the pipeline thread, passing on what it
/// writes as it comes; and stops it when a token fires.
/// </summary>
internal static class ScriptRun
{
    // A nested pipeline's other streams would go past this cmdlet to the host, out of reach of redirections and -ErrorVariable.
    private const string Call = "param($script, $argument) & $script $argument 2>&1 3>&1 4>&1 5>&1 6>&1";

    // A stop that meets the loading of a command's module ends the loading alone: the command is not found, the script goes on, and
    // may end before the engine comes to stop it (CommandDiscovery.TryModuleAutoDiscovery takes every failure for this error).
    private const string LoadingEnded = "CouldNotAutoloadMatchingModule";

    /// <summary>How long after such an error a script that has ended is taken for one that may have been stopped.</summary>
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(2);

    /// <summary>Runs it to its end; <paramref name="onError"/> is told each error that does not end it, before it is passed on.</summary>
    /// <returns>Whether <paramref name="stop"/> ended it early.</returns>
    /// <exception cref="PipelineStoppedException"><paramref name="pipelineStop"/> ended it.</exception>
    [SuppressMessage("Design", "CA1031", Justification = "The script is ended first; then the exception goes on.")]
    public static bool Run(
        PSCmdlet cmdlet, ScriptBlock script, object argument, CancellationToken stop, CancellationToken pipelineStop, Action<ErrorRecord>? onError = null)
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript(Call).AddArgument(script).AddArgument(argument);
        shell.Streams.Progress.DataAdded += (_, added) => cmdlet.WriteProgress(shell.Streams.Progress[added.Index]);
        var output = new PSDataCollection<PSObject>();
        ExceptionDispatchInfo? downstream = null;
        var isLoadingEnded = false;
        output.DataAdded += (_, added) =>
        {
            if (downstream is not null) return;
            try
            {
                var written = output[added.Index];
                isLoadingEnded |= written.BaseObject is ErrorRecord error && error.FullyQualifiedErrorId.StartsWith(LoadingEnded, StringComparison.Ordinal);
                Write(cmdlet, written, onError);
            }
            catch (Exception e)
            {
                // A command downstream has stopped the pipeline: that must go past the script, not through it.
                downstream = ExceptionDispatchInfo.Capture(e);
                shell.BeginStop(null, null);
            }
        };

        // Stopping waits for the script, so not on the thread that cancels.
        using var stopping = stop.Register(() => shell.BeginStop(null, null));
        using var pipelineStopping = pipelineStop.Register(() => shell.BeginStop(null, null));
        try
        {
            shell.Invoke(new Collection<PSObject>(), output);
            downstream?.Throw();

            // The engine stops the script before it tells the cmdlet, and that is no exception here: a script that was
            // stopped must not pass for one that has ended.
            var isStopped = shell.InvocationStateInfo.State == PSInvocationState.Stopped;
            if (isLoadingEnded && !isStopped) PipelineBridge.Settle(Task.Delay(StopWait, TimeProvider.System, pipelineStop));
            if (pipelineStop.IsCancellationRequested || (isStopped && !stop.IsCancellationRequested)) throw new PipelineStoppedException();
            return isStopped;
        }
        catch (RuntimeException) when (downstream is not null)
        {
            downstream.Throw();
            throw;
        }
        catch (PipelineStoppedException) when (stop.IsCancellationRequested && !pipelineStop.IsCancellationRequested)
        {
            return true;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException && e.ErrorRecord is not null)
        {
            cmdlet.ThrowTerminatingError(e.ErrorRecord);
            throw;
        }
    }

    private static void Write(PSCmdlet cmdlet, PSObject written, Action<ErrorRecord>? onError)
    {
        switch (written.BaseObject)
        {
            case ErrorRecord error:
                onError?.Invoke(error);
                cmdlet.WriteError(error);
                break;
            case WarningRecord warning:
                cmdlet.WriteWarning(warning.Message);
                break;
            case VerboseRecord verbose:
                cmdlet.WriteVerbose(verbose.Message);
                break;
            case DebugRecord debug:
                cmdlet.WriteDebug(debug.Message);
                break;
            case InformationRecord information:
                cmdlet.WriteInformation(information);
                break;
            default:
                cmdlet.WriteObject(written);
                break;
        }
    }
}
