using System.Diagnostics;
using System.Runtime.Versioning;
using ZkReactive.Pipelines.Deploy.Checks;

namespace ZkReactive.Tests.Pipelines.Deploy.Checks;

[UnsupportedOSPlatform("windows")]
public sealed class CommandRunnerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zkreactive-command-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Run_AProgramThatEndsWell_Succeeds() => Assert.True((await RunAsync("exit 0")).IsSuccess);

    [Fact]
    public async Task Run_AProgramThatFails_TellsItsCodeAndItsLastWords()
    {
        var outcome = await RunAsync("echo said; echo went wrong at https://user:secret@host/x >&2; exit 3");
        Assert.Equal(3, outcome.ExitCode);
        Assert.Equal("'sh' ended with exit code 3: went wrong at https://host/x", outcome.Reason);
    }

    [Fact]
    public async Task Run_AFlood_KeepsTheEnd()
    {
        var outcome = await RunAsync("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; exit 1");
        Assert.EndsWith("line 19999", outcome.Reason, StringComparison.Ordinal);
        Assert.InRange(outcome.Reason!.Length, 500, 1_200);
    }

    [Fact]
    public async Task Run_TooLong_KillsTheWholeTree()
    {
        var outcome = await RunAsync($"sleep 300 & echo $! > {In("child")}; wait", TimeSpan.FromSeconds(1));
        Assert.Contains("took longer than", outcome.Reason, StringComparison.Ordinal);
        AssertGone(int.Parse(File.ReadAllText(In("child"))));
    }

    [Fact]
    public async Task Run_Cancelled_KillsTheWholeTreeToo()
    {
        using var stop = new CancellationTokenSource();
        var running = new CommandRunner(TimeProvider.System).RunAsync(Shell($"sleep 300 & echo $! > {In("tmp")}; mv {In("tmp")} {In("child")}; wait"), Patience, stop.Token);
        while (!File.Exists(In("child"))) await Task.Yield();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience));
        AssertGone(int.Parse(File.ReadAllText(In("child"))));
    }

    [Fact]
    public async Task Run_ADaemonLeftBehind_IsNotWaitedFor()
    {
        var outcome = await RunAsync($"sleep 300 & echo $! > {In("child")}").WaitAsync(Patience);
        Assert.True(outcome.IsSuccess);
        using var daemon = Process.GetProcessById(int.Parse(File.ReadAllText(In("child"))));
        daemon.Kill();
    }

    [Fact]
    public async Task Run_PassesArgumentsAsTheyAreAndOnlyItsOwnVariables()
    {
        Environment.SetEnvironmentVariable("ZKREACTIVE_CONNECT", "secret");
        var command = new CheckedCommand(
            "sh", ["-c", "printf '%s|%s|%s|%s' \"$1\" \"$ZKREACTIVE_COMMIT\" \"$ZKREACTIVE_CONNECT\" \"$PWD\" > out", "x", "a b;$(id)"], _directory.FullName, new Dictionary<string, string> { ["ZKREACTIVE_COMMIT"] = "c1" });
        Assert.True((await new CommandRunner(TimeProvider.System).RunAsync(command, Patience, CancellationToken.None)).IsSuccess);
        Assert.Equal($"a b;$(id)|c1||{_directory.FullName}", File.ReadAllText(In("out")));
    }

    [Fact]
    public async Task Run_AScriptOfTheTree_IsFoundThereAndNotInTheCurrentDirectory()
    {
        var script = In("check.sh");
        File.WriteAllText(script, "#!/bin/sh\nexit 7\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Equal(7, (await RunProgramAsync("./check.sh")).ExitCode);
        Assert.Equal("'check.sh' was not found on this agent.", (await RunProgramAsync("check.sh")).Reason);
        File.SetUnixFileMode(script, UnixFileMode.UserRead);
        Assert.Contains("cannot be started", (await RunProgramAsync("./check.sh")).Reason, StringComparison.Ordinal);
    }

    private string In(string name) => Path.Combine(_directory.FullName, name);

    private CheckedCommand Shell(string script) => new("sh", ["-c", script], _directory.FullName, new Dictionary<string, string>());

    private Task<CommandOutcome> RunAsync(string script, TimeSpan? timeout = null) => new CommandRunner(TimeProvider.System).RunAsync(Shell(script), timeout ?? Patience, CancellationToken.None);

    private Task<CommandOutcome> RunProgramAsync(string program) =>
        new CommandRunner(TimeProvider.System).RunAsync(new(program, [], _directory.FullName, new Dictionary<string, string>()), Patience, CancellationToken.None);

    /// <summary>Gone, or dead and not yet buried by whoever is its parent now.</summary>
    private static void AssertGone(int process)
    {
        var status = $"/proc/{process}/stat";
        Assert.True(!File.Exists(status) || File.ReadAllText(status).Split(") ")[^1][0] == 'Z', $"process {process} lives");
    }
}
