using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ZkReactive.Pipelines.Deploy.Git;

/// <summary>
/// The note of the git command that runs now. An agent that is killed takes no children with it: its git would go on
/// writing into caches and trees that the next agent has begun to sweep. So the next one ends it first.
/// </summary>
internal static class OrphanedGit
{
    private const string FileName = "git.pid";

    /// <summary>What two readings of one process's start may differ by: it is computed from the machine's clock.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Notes a command that has just begun. Without the note an orphan lives until it is done; not worth failing for.</summary>
    /// <remarks>
    /// Of one length, and written over what is there: a file that is emptied and written anew is flushed to the disk when it is
    /// closed (ext4's auto_da_alloc), for each of a deploy's commands.
    /// </remarks>
    internal static void Note(string stateDirectory, Process process)
    {
        try
        {
            using var file = File.OpenHandle(Path.Combine(stateDirectory, FileName), FileMode.OpenOrCreate, FileAccess.Write);
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{process.Id,11} {process.StartTime.ToUniversalTime().Ticks,20}")), 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or Win32Exception)
        {
            // It has ended already, or the disk is full.
        }
    }

    /// <summary>Ends what a killed agent left running, with all its children; never fails.</summary>
    internal static async Task EndAsync(string stateDirectory)
    {
        try
        {
            var file = Path.Combine(stateDirectory, FileName);
            if (!File.Exists(file)) return;
            var note = (await File.ReadAllTextAsync(file).ConfigureAwait(false)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            File.Delete(file);
            if (note.Length != 2 || !int.TryParse(note[0], CultureInfo.InvariantCulture, out var id) || !long.TryParse(note[1], CultureInfo.InvariantCulture, out var started)) return;
            using var process = Process.GetProcessById(id);
            // Numbers are used again: another program, or a git of somebody else, is left alone.
            if (!process.ProcessName.StartsWith("git", StringComparison.Ordinal) || (process.StartTime.ToUniversalTime() - new DateTime(started, DateTimeKind.Utc)).Duration() > Tolerance) return;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or Win32Exception or AggregateException or TimeoutException)
        {
            // Gone by itself, or not ours to end.
        }
    }
}
