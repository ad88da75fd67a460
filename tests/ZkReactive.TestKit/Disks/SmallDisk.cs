using System.Diagnostics;
using System.Globalization;

namespace ZkReactive.TestKit.Disks;

/// <summary>A file system of its own with little room, so that a test can fill it: a tmpfs, which only root on Linux may mount.</summary>
public sealed class SmallDisk : IDisposable
{
    private const int Block = 4096;
    private static readonly Lazy<string?> Reason = new(FindReason);
    private readonly DirectoryInfo _mountPoint = Directory.CreateTempSubdirectory("zkreactive-disk-");

    private SmallDisk()
    {
    }

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? Missing => Reason.Value;

    /// <summary>Where it is.</summary>
    public string Location => _mountPoint.FullName;

    private string Filler => Path.Combine(Location, "filler");

    /// <summary>Makes one of so many megabytes.</summary>
    public static SmallDisk Mount(int megabytes)
    {
        var disk = new SmallDisk();
        var size = megabytes.ToString(CultureInfo.InvariantCulture) + "m";
        if (Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", disk.Location) == 0) return disk;
        disk._mountPoint.Delete();
        throw new InvalidOperationException("No tmpfs can be mounted here.");
    }

    /// <summary>Leaves no room at all.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var bytes = new byte[64 * Block];
        for (var length = bytes.Length; length >= Block;)
        {
            try
            {
                filler.Write(bytes, 0, length);
            }
            catch (IOException)
            {
                length /= 2;
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        // Lazily: what a process that was killed still holds open must not keep the test's directory.
        Run("umount", "--lazy", Location);
        _mountPoint.Delete();
    }

    private static string? FindReason()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return "Needs a small disk of its own: root on Linux, to mount a tmpfs.";
        try
        {
            Mount(1).Dispose();
            return null;
        }
        catch (InvalidOperationException e)
        {
            return $"Needs a small disk of its own: {e.Message}";
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
