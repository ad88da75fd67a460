using System.Text;
using System.Text.RegularExpressions;

namespace ZkReactive.Pipelines.Deploy.Hooks;

/// <summary>The text of hook scripts: puts our block into one, and takes it out. Pure; bytes that are no text survive.</summary>
internal static partial class HookScript
{
    private const string Begin = "# >>> zkreactive deploy hook >>>";
    private const string End = "# <<< zkreactive deploy hook <<<";
    private const string Shebang = "#!/bin/sh\n";

    /// <summary>
    /// Our block. It acts only in repositories that have targets, for a directory of hooks may be shared; hands what git
    /// wrote to its input on to the rest of the script; and never fails.
    /// </summary>
    /// <param name="hook">The hook's name.</param>
    /// <param name="command">What runs zkr, by whole paths: the account may have neither HOME nor PATH.</param>
    internal static string Block(string hook, IReadOnlyList<string> command)
    {
        var run = string.Join(' ', command.Select(Quote)) + " deploy hook --run " + hook + " --repository \"$zkr_dir\" 1>&2 || :";
        var text = new StringBuilder()
            .Append(Begin).Append('\n')
            .Append("# Publishes what is pushed. 'zkr deploy hook --uninstall' takes these lines out again.\n")
            .Append("if zkr_dir=$(git rev-parse --git-common-dir 2>/dev/null) && [ -f \"$zkr_dir/zkreactive/hook.json\" ]; then\n");
        if (hook == "post-receive") text.Append("  zkr_input=$(cat)\n  printf '%s\\n' \"$zkr_input\" | ").Append(run).Append("\n  exec <<ZKR_INPUT\n$zkr_input\nZKR_INPUT\n");
        else text.Append("  ").Append(run).Append('\n');
        return Raw(text.Append("fi\n").Append(End).Append('\n').ToString());
    }

    /// <summary>A script of nothing but a block, and what comes after it.</summary>
    internal static string Alone(string block, string? next) => Shebang + block + (next is null ? "" : Call(next));

    /// <summary>Whether a script has our block.</summary>
    internal static bool HasBlock(string script) => Whole().IsMatch(script);

    /// <summary>Whether a block may be put into a script: only the shell understands it.</summary>
    internal static bool IsShell(string script) => ShellLine().IsMatch(script);

    /// <summary>The script with our block, behind its first line or in the place of the block that it has.</summary>
    internal static string With(string script, string block)
    {
        if (HasBlock(script)) return Whole().Replace(script, _ => block, 1);
        var first = script.IndexOf('\n', StringComparison.Ordinal);
        return first < 0 ? script + "\n" + block : script[..(first + 1)] + block + script[(first + 1)..];
    }

    /// <summary>The script without our block; null when nothing is left but what we wrote.</summary>
    internal static string? Without(string script, string next)
    {
        var rest = Whole().Replace(script, "");
        return rest.Trim() is "" or "#!/bin/sh" || rest == Shebang + Call(next) ? null : rest;
    }

    /// <summary>Text for a file whose other bytes must not change: one character a byte.</summary>
    internal static string Raw(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static string Call(string next) => Raw($"exec \"$(dirname \"$0\")\"/{Quote(next)} \"$@\"\n");

    /// <summary>A word as the shell reads it back unchanged.</summary>
    private static string Quote(string word) => "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";

    [GeneratedRegex(@"^# >>> zkreactive deploy hook >>>\r?\n.*?^# <<< zkreactive deploy hook <<<(\r?\n|\z)", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A#![^\n]*[/ ](ba|da|k|a)?sh[ \t\r]*(-[a-z]+[ \t\r]*)?\n", RegexOptions.CultureInvariant)]
    private static partial Regex ShellLine();
}
