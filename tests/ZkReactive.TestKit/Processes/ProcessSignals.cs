using System.Diagnostics;
using System.Globalization;

namespace ZkReactive.TestKit.Processes;

/// <summary>Signals to processes by their ids; only where there is a <c>kill</c> command.</summary>
public static class ProcessSignals
{
    /// <summary>Halts a process; it does not notice.</summary>
    public static Task SuspendAsync(int processId) => SendAsync("-STOP", processId);

    /// <summary>Lets a halted process go on.</summary>
    public static Task ResumeAsync(int processId) => SendAsync("-CONT", processId);

    private static async Task SendAsync(string signal, int processId)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [signal, processId.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync();
    }
}
