using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ZkReactive.Ensemble.Processes;

/// <summary>
/// Which process a server is: its id and when it began. The id alone is not enough, since systems use ids again: a stranger
/// that has the id now began at another time, and is left alone.
/// </summary>
internal readonly record struct ProcessMark(int Id, long StartedMilliseconds)
{
    /// <summary>Systems tell the start of a process to their own clock's grain.</summary>
    private const long Tolerance = 2000;

    /// <summary>The mark of a running process; null when it has ended, also while nobody has taken note of its end.</summary>
    public static ProcessMark? Of(int id)
    {
        try
        {
            if (IsZombie(id)) return null;
            using var process = Process.GetProcessById(id);
            return new ProcessMark(id, new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds());
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Reads a mark from a file; null when there is none.</summary>
    public static ProcessMark? Read(string file)
    {
        if (!File.Exists(file)) return null;
        var parts = File.ReadAllText(file).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var started)
                ? new ProcessMark(id, started)
                : null;
    }

    /// <summary>Writes the mark to a file.</summary>
    public void Write(string file) => File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"{Id} {StartedMilliseconds}\n"));

    /// <summary>The process if it still runs and is the one that was marked; null when it has ended. To be disposed.</summary>
    public Process? Find()
    {
        if (Of(Id) is not { } now || Math.Abs(now.StartedMilliseconds - StartedMilliseconds) > Tolerance) return null;
        try
        {
            return Process.GetProcessById(Id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether it has ended and is listed still, as in containers whose first process takes no note of ended ones, or late.
    /// While a thread of it is on its way out, it holds its ports still and has not ended. Source: proc_pid_stat(5): the state
    /// follows the name, which stands in brackets and may hold brackets itself; proc_pid_task(5).
    /// </summary>
    private static bool IsZombie(int id)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}");
            var stat = File.ReadAllText(folder + "/stat");
            return stat.AsSpan(stat.LastIndexOf(')') + 1).TrimStart() is ['Z' or 'X', ..] && Directory.GetDirectories(folder + "/task").Length <= 1;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
