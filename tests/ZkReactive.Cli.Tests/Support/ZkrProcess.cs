using System.Diagnostics;

namespace ZkReactive.Cli.Tests.Support;

/// <summary><c>zkr</c> as a process of its own.</summary>
internal sealed class ZkrProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);
    private readonly Process _process;

    private ZkrProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Keep(Out, e.Data);
        process.ErrorDataReceived += (_, e) => Keep(Error, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public SignallingWriter Out { get; } = new();

    public SignallingWriter Error { get; } = new();

    public static ZkrProcess Start(string directory, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "zkr.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new ZkrProcess(Process.Start(start)!);
    }

    public static ZkrProcess Start(params string[] arguments) => Start(Environment.CurrentDirectory, new Dictionary<string, string>(), arguments);

    /// <summary>Sends a signal by name, <c>INT</c> for instance.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(Deadline, TimeProvider.System);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void Keep(SignallingWriter writer, string? line)
    {
        if (line is not null) writer.WriteLine(line);
    }
}
