using System.Runtime.InteropServices;

namespace ZkReactive.Cli;

/// <summary>
/// Turns Ctrl+C, SIGTERM and SIGHUP into a cancelled token, so that a verb can close its session: its ephemeral nodes
/// then go at once and not when the session expires. The second signal ends the process the usual way.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const int SigHup = 1;
    private const int SigInt = 2;
    private const int SigTerm = 15;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Listens to this process's signals.</summary>
    public StopSignals()
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnSignal(context, SigInt)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnSignal(context, SigTerm)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => OnSignal(context, SigHup)));
    }

    private StopSignals(bool _)
    {
    }

    /// <summary>Fires at the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The number of the first signal; 0 before it.</summary>
    public int Signal { get; private set; }

    /// <summary>Listens to no signal; for tests, which call <see cref="Stop"/>.</summary>
    public static StopSignals None() => new(false);

    /// <summary>Does what a signal does.</summary>
    public void Stop(int signal)
    {
        Signal = signal;
        _stop.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context, int signal)
    {
        if (_stop.IsCancellationRequested) return;
        context.Cancel = true;
        Stop(signal);
    }
}
