using System.Diagnostics;
using System.Globalization;

namespace ZkReactive.Bench.Macro;

/// <summary>Seconds, and the processor time of this process and of the servers, since it was started.</summary>
internal sealed class ProcessMeter
{
    private const double TicksPerSecond = 100;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly double _own = OwnCpu();
    private readonly double _servers = ServerCpu();

    public double Seconds { get; private set; }

    public double Cpu { get; private set; }

    public double ServersCpu { get; private set; }

    public static double ResidentMegabytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    public static int Threads
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.Threads.Count;
        }
    }

    public ProcessMeter Stop()
    {
        Seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        Cpu = OwnCpu() - _own;
        ServersCpu = ServerCpu() - _servers;
        return this;
    }

    private static double OwnCpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static double ServerCpu() =>
        (Environment.GetEnvironmentVariable("ZKB_SERVER_PIDS") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Sum(ReadCpu);

    private static double ReadCpu(string pid)
    {
        var file = $"/proc/{pid}/stat";
        if (!File.Exists(file)) return 0;
        var text = File.ReadAllText(file);
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
