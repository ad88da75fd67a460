using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli.Demo;

/// <summary>An agent as a process of its own, <c>zkr deploy agent --json</c>: one that can really be killed.</summary>
internal sealed class ChildAgent : IDemoAgent
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly DemoClock _clock;
    private volatile bool _killAtNextStep;

    private ChildAgent(AgentPlan plan, DemoClock clock, Process process)
    {
        Id = plan.Id;
        Target = plan.Target;
        _clock = clock;
        _process = process;
        _reading = ReadAsync();
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public string Target { get; }

    /// <summary>Its process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The step it was killed in; null while it was not.</summary>
    public string? KilledWhile { get; private set; }

    /// <summary>Starts it.</summary>
    public static ChildAgent Start(AgentPlan plan, DemoClock clock)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        // A runtime that is killed leaves its diagnostics sockets in the temporary directory.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // Run by 'dotnet zkr.dll' (or a test runner) the process is dotnet; as an executable it is zkr itself.
        if (Path.GetFileNameWithoutExtension(start.FileName) != "zkr") start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "zkr.dll"));
        string[] arguments =
        [
            "deploy", "agent", "--connect", plan.ConnectString, "--path", plan.Path, "--root", plan.Root, "--id", plan.Id, "--allow-scheme", "file,http,git", "--json",
            "--session-timeout", string.Create(CultureInfo.InvariantCulture, $"{plan.SessionTimeout.TotalMilliseconds}ms"),
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return new ChildAgent(plan, clock, Process.Start(start)!);
    }

    /// <summary>Kills the process, git included, when it is at work on the next deploy; it gets no chance to say goodbye.</summary>
    public void KillInTheMiddle() => _killAtNextStep = true;

    /// <summary>Waits until the process has ended.</summary>
    public async Task WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (!line.StartsWith('{') || JsonSerializer.Deserialize(line, CliJson.Lines.DeployEventJson) is not { } e) continue;
            _clock.Note(Id, e.DeployId, e.Event, e.At);
            if (!_killAtNextStep || e.Event != JsonNamingPolicy.CamelCase.ConvertName(nameof(DeployEvent.StepStarted))) continue;
            _killAtNextStep = false;
            _process.Kill(entireProcessTree: true);
            KilledWhile = e.State;
        }
    }
}
