using System.Text;

namespace ZkReactive.Pipelines.Deploy.Hooks;

/// <summary>One hook in a directory of hooks. What others wrote there goes on working, and stands there again after an uninstallation.</summary>
internal sealed class HookFile(string hooks, string name)
{
    private const UnixFileMode Runnable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string _file = Path.Combine(hooks, name);

    /// <summary>Where a hook goes that no block can be put into: one in another language, a link, one that git does not run.</summary>
    private string NextName => name + ".before-zkreactive";

    private string Next => Path.Combine(hooks, NextName);

    /// <summary>Puts the block there; the same again changes nothing.</summary>
    internal void Install(IReadOnlyList<string> command)
    {
        Directory.CreateDirectory(hooks);
        var block = HookScript.Block(name, command);
        if (!Path.Exists(_file) && new FileInfo(_file).LinkTarget is null)
        {
            Write(HookScript.Alone(block, File.Exists(Next) ? NextName : null), Runnable);
            return;
        }

        var isLink = new FileInfo(_file).LinkTarget is not null;
        var script = File.Exists(_file) ? File.ReadAllText(_file, Encoding.Latin1) : "";
        if (!isLink && (HookScript.HasBlock(script) || (HookScript.IsShell(script) && IsRunnable())))
        {
            Write(HookScript.With(script, block), OperatingSystem.IsWindows() ? Runnable : File.GetUnixFileMode(_file));
            return;
        }

        var isRun = IsRunnable();
        File.Move(_file, Next);
        Write(HookScript.Alone(block, isRun ? NextName : null), Runnable);
    }

    /// <summary>Takes the block out, and puts back what was there; false when it was not there.</summary>
    internal bool Uninstall()
    {
        if (!File.Exists(_file)) return false;
        var script = File.ReadAllText(_file, Encoding.Latin1);
        if (!HookScript.HasBlock(script)) return false;
        if (HookScript.Without(script, NextName) is { } rest)
        {
            Write(rest, OperatingSystem.IsWindows() ? Runnable : File.GetUnixFileMode(_file));
            return true;
        }

        File.Delete(_file);
        if (Path.Exists(Next) || new FileInfo(Next).LinkTarget is not null) File.Move(Next, _file);
        return true;
    }

    private bool IsRunnable() => OperatingSystem.IsWindows() || (File.Exists(_file) && (File.GetUnixFileMode(Path.GetFullPath(_file)) & UnixFileMode.UserExecute) != 0);

    private void Write(string script, UnixFileMode mode)
    {
        var temporary = _file + ".zkreactive-tmp";
        File.WriteAllText(temporary, script, Encoding.Latin1);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, mode);
        File.Move(temporary, _file, overwrite: true);
    }
}
