using System.Diagnostics;
using System.Globalization;
using ZkReactive.Bench.Macro;
using ZkReactive.Protocol;

namespace ZkReactive.Bench.Trial;

/// <summary>The processes of the fleet, and what can be done to them.</summary>
internal sealed class TrialFleet(ZkPath path, string root, int agents, int processes, IReadOnlyList<int> servers) : IDisposable
{
    private readonly TrialRelay[] _relays = [.. Enumerable.Range(0, processes).Select(_ => new TrialRelay(servers))];
    private readonly Process?[] _running = new Process?[processes];

    public int Count => processes;

    public void StartAll()
    {
        for (var index = 0; index < processes; index++) Start(index);
    }

    /// <summary>Starts a process, unless it runs.</summary>
    public void Start(int index)
    {
        if (_running[index] is { HasExited: false }) return;
        var share = (agents + processes - 1) / processes;
        var first = index * share;
        var start = BenchProcess.Describe(
            TrialAgents.Verb, $"path={path}", $"root={root}", $"connect={_relays[index].ConnectString}",
            string.Create(CultureInfo.InvariantCulture, $"first={first}"), string.Create(CultureInfo.InvariantCulture, $"count={Math.Max(0, Math.Min(share, agents - first))}"));
        _running[index]?.Dispose();
        _running[index] = Process.Start(start);
    }

    /// <summary>As kill -9 does.</summary>
    public void Kill(int index)
    {
        if (_running[index] is not { HasExited: false } process) return;
        process.Kill();
        process.WaitForExit();
    }

    public void Pause(int index) => Signal("STOP", _running[index]);

    public void Wake(int index) => Signal("CONT", _running[index]);

    public void Cut(int index) => _relays[index].Cut();

    public void Mend(int index) => _relays[index].Mend();

    /// <summary>Sends a signal to a process that may be gone.</summary>
    public static void Signal(string name, Process? process)
    {
        if (process is null or { HasExited: true }) return;
        Signal(name, process.Id);
    }

    public static void Signal(string name, int id)
    {
        using var kill = Process.Start("kill", [$"-{name}", id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        for (var index = 0; index < processes; index++)
        {
            Wake(index);
            Kill(index);
            _running[index]?.Dispose();
            _relays[index].Dispose();
        }
    }
}
