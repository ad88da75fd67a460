using System.Diagnostics;
using ZkReactive.Pipelines.Deploy.Effects;
using ZkReactive.Pipelines.Deploy.Hooks;

namespace ZkReactive.Tests.Pipelines.Deploy.Hooks;

public sealed class HookFileTests : IDisposable
{
    private static readonly string[] Command = ["/opt/it's \"here\"/zkr"];
    private readonly string _hooks = Directory.CreateTempSubdirectory("zkreactive-hooks-").FullName;

    private string Hook => Path.Combine(_hooks, "post-receive");

    public void Dispose() => Trash.Delete(_hooks);

    [Fact]
    public void Alone_it_is_made_and_taken_away_again()
    {
        Install();
        Assert.True(HookScript.HasBlock(File.ReadAllText(Hook)));
        Assert.True(new HookFile(_hooks, "post-receive").Uninstall());
        Assert.Empty(Directory.GetFileSystemEntries(_hooks));
        Assert.False(new HookFile(_hooks, "post-receive").Uninstall());
    }

    [Theory]
    [InlineData("#!/bin/sh\necho other\n")]
    [InlineData("#!/usr/bin/env bash\nset -e\nexit 3")]
    [InlineData("#!/bin/sh -e\n\u00ff\u0080 bytes that are no text\n")]
    public void A_shell_script_keeps_its_lines_and_gets_them_back(string script)
    {
        Write(script);
        Install();
        var once = File.ReadAllText(Hook, System.Text.Encoding.Latin1);
        Install();
        Assert.Equal(once, File.ReadAllText(Hook, System.Text.Encoding.Latin1));
        Assert.StartsWith(script.Split('\n')[0] + "\n# >>>", once, StringComparison.Ordinal);
        new HookFile(_hooks, "post-receive").Uninstall();
        Assert.Equal(script, File.ReadAllText(Hook, System.Text.Encoding.Latin1));
        Assert.Single(Directory.GetFileSystemEntries(_hooks));
    }

    [Theory]
    [InlineData("#!/usr/bin/env python3\nprint('x')\n")]
    [InlineData("\u007fELF\u0000")]
    public void What_is_no_shell_script_is_called_and_put_back(string script)
    {
        Write(script);
        Install();
        Install();
        Assert.Contains("exec \"$(dirname \"$0\")\"/'post-receive.before-zkreactive' \"$@\"", File.ReadAllText(Hook), StringComparison.Ordinal);
        new HookFile(_hooks, "post-receive").Uninstall();
        Assert.Equal(script, File.ReadAllText(Hook, System.Text.Encoding.Latin1));
        Assert.Single(Directory.GetFileSystemEntries(_hooks));
    }

    [Fact]
    public void A_hook_that_git_does_not_run_stays_asleep_and_is_put_back()
    {
        if (OperatingSystem.IsWindows()) return;
        Write("#!/bin/sh\necho asleep\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Install();
        Assert.DoesNotContain("before-zkreactive", File.ReadAllText(Hook), StringComparison.Ordinal);
        new HookFile(_hooks, "post-receive").Uninstall();
        Assert.Equal(("#!/bin/sh\necho asleep\n", UnixFileMode.UserRead | UnixFileMode.UserWrite), (File.ReadAllText(Hook), File.GetUnixFileMode(Hook)));
    }

    [Fact]
    public void A_link_to_a_shared_script_is_left_as_it_is_and_put_back()
    {
        if (OperatingSystem.IsWindows()) return;
        var shared = Path.Combine(_hooks, "shared.sh");
        File.WriteAllText(shared, "#!/bin/sh\necho shared\n");
        File.SetUnixFileMode(shared, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(Hook, "shared.sh");
        Install();
        Assert.Equal("#!/bin/sh\necho shared\n", File.ReadAllText(shared));
        Assert.Null(new FileInfo(Hook).LinkTarget);
        new HookFile(_hooks, "post-receive").Uninstall();
        Assert.Equal("shared.sh", new FileInfo(Hook).LinkTarget);
    }

    [Fact]
    public void Lines_that_others_added_to_our_script_stay()
    {
        Install();
        File.AppendAllText(Hook, "echo mine\n");
        new HookFile(_hooks, "post-receive").Uninstall();
        Assert.Equal("#!/bin/sh\necho mine\n", File.ReadAllText(Hook));
    }

    /// <summary>Run by the shell itself: whole paths with quotes in them, and the input handed on.</summary>
    [Fact]
    public void The_block_runs_its_command_and_hands_the_input_on_whatever_becomes_of_it()
    {
        if (OperatingSystem.IsWindows()) return;
        var repository = Path.Combine(_hooks, "a b's.git");
        GitRepository.Run(_hooks, "init", "-q", "--bare", repository);
        Directory.CreateDirectory(Path.Combine(repository, "zkreactive"));
        File.WriteAllText(Path.Combine(repository, "zkreactive", "hook.json"), "[]");
        var program = Path.Combine(_hooks, "it's \"a\" $program");
        File.WriteAllText(program, "#!/bin/sh\necho \"ran $*\"; cat >&2; exit 9\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Write("#!/bin/sh\necho \"other: $(cat)\"\nexit 4\n");
        new HookFile(_hooks, "post-receive").Install([program]);
        var start = new ProcessStartInfo(Hook) { WorkingDirectory = repository, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_DIR"] = ".";
        using var process = Process.Start(start)!;
        process.StandardInput.Write("old new refs/heads/$(x)`y`\n");
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEnd();
        Assert.Equal("other: old new refs/heads/$(x)`y`\n", process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(("ran deploy hook --run post-receive --repository .\nold new refs/heads/$(x)`y`\n", 4), (error, process.ExitCode));
    }

    private void Install() => new HookFile(_hooks, "post-receive").Install(Command);

    private void Write(string script, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
    {
        File.WriteAllText(Hook, script, System.Text.Encoding.Latin1);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Hook, mode);
    }
}
