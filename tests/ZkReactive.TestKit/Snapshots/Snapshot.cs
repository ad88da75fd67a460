using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace ZkReactive.TestKit.Snapshots;

/// <summary>
/// Compares a text with the one that was looked at and kept beside the test, <c>TestFile.TestMethod.verified.txt</c> (the
/// names that Verify uses). When they differ, the new text is written beside it as <c>.received.txt</c> and the test fails
/// with the difference. To accept it, rename it to <c>.verified.txt</c>.
/// </summary>
public static class Snapshot
{
    private const int ContextLines = 2;
    private const int LongestDiff = 60;

    /// <summary>Compares <paramref name="text"/>; line ends and a last newline do not count.</summary>
    /// <param name="text">What the code under test made, with ids and times scrubbed.</param>
    /// <param name="name">Tells several snapshots of one test apart.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    public static void Verify(string text, string? name = null, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        var stem = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{member}{(name is null ? "" : "_" + name)}");
        var (verifiedPath, receivedPath) = (stem + ".verified.txt", stem + ".received.txt");
        var received = Normal(text);
        var verified = File.Exists(verifiedPath) ? Normal(File.ReadAllText(verifiedPath)) : null;
        if (received == verified)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received + "\n");
        Assert.Fail(verified is null
            ? $"There is no {Path.GetFileName(verifiedPath)} yet. Look at {receivedPath} and rename it if it is right:\n\n{received}"
            : $"{Path.GetFileName(verifiedPath)} differs from what was received ({receivedPath}): - verified, + received\n\n{Diff(verified.Split('\n'), received.Split('\n'))}");
    }

    internal static string Diff(string[] verified, string[] received)
    {
        var lines = new List<(char Mark, string Text)>();
        var common = CommonLengths(verified, received);
        int v = 0, r = 0;
        while (v < verified.Length || r < received.Length)
        {
            if (v < verified.Length && r < received.Length && verified[v] == received[r]) lines.Add((' ', verified[v++]));
            else if (r == received.Length || (v < verified.Length && common[v + 1, r] >= common[v, r + 1])) lines.Add(('-', verified[v++]));
            else lines.Add(('+', received[r]));
            if (lines[^1].Mark is ' ' or '+') r++;
        }

        return Print(lines);
    }

    private static string Print(List<(char Mark, string Text)> lines)
    {
        var text = new StringBuilder();
        var printed = 0;
        var last = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            var near = Enumerable.Range(i - ContextLines, (2 * ContextLines) + 1).Any(k => k >= 0 && k < lines.Count && lines[k].Mark != ' ');
            if (!near) continue;
            if (printed++ == LongestDiff) return text.AppendLine("…").ToString();
            if (i != last + 1) text.AppendLine("…");
            text.Append(lines[i].Mark).Append(' ').AppendLine(lines[i].Text);
            last = i;
        }

        return text.ToString();
    }

    /// <summary>Lengths of the longest common subsequences of all tails.</summary>
    private static int[,] CommonLengths(string[] a, string[] b)
    {
        var lengths = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var k = b.Length - 1; k >= 0; k--)
                lengths[i, k] = a[i] == b[k] ? lengths[i + 1, k + 1] + 1 : Math.Max(lengths[i + 1, k], lengths[i, k + 1]);
        }

        return lengths;
    }

    private static string Normal(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n');
}
