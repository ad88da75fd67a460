using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ZkReactive.Pipelines.Discovery;

namespace ZkReactive.PowerShell.Probes;

/// <summary>
/// Up when a script's last output is true. The script runs in a runspace of its own, which lives on from one probe to the next;
/// it sees nothing of the session that registered it. An error that it writes or throws counts as down.
/// </summary>
internal sealed class ScriptProbe(ScriptBlock script) : ServiceProbe, IDisposable
{
    private readonly string _text = script.ToString();
    private readonly Lock _lock = new();
    private Runspace? _runspace;
    private bool _isDisposed;

    /// <inheritdoc/>
    public override async ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        using var shell = System.Management.Automation.PowerShell.Create();
        shell.Runspace = OpenRunspace();
        shell.AddScript(_text);
        using var stopping = cancellationToken.Register(static shell => ((System.Management.Automation.PowerShell)shell!).BeginStop(null, null), shell);
        var output = await Task.Factory.FromAsync(shell.BeginInvoke(), shell.EndInvoke);
        cancellationToken.ThrowIfCancellationRequested();
        if (shell.Streams.Error is [var error, ..]) return ProbeResult.Down(error.ToString());
        return output is [.., var last] && LanguagePrimitives.IsTrue(last) ? ProbeResult.Up("script says yes") : ProbeResult.Down("script says no");
    }

    /// <inheritdoc/>
    public override string ToString() => "script";

    /// <summary>Closes the runspace; a script that still runs in it is stopped.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _runspace?.Dispose();
            _runspace = null;
        }
    }

    /// <summary>One that a stopped script broke is replaced.</summary>
    private Runspace OpenRunspace()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_runspace is { RunspaceStateInfo.State: RunspaceState.Opened }) return _runspace;
            _runspace?.Dispose();
            _runspace = RunspaceFactory.CreateRunspace();
            _runspace.Open();
            return _runspace;
        }
    }
}
