using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ZkReactive.Server.Persistence;

/// <summary>Makes the disk keep what was written.</summary>
internal static class DiskSync
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4;

    /// <summary>
    /// Returns when the file's bytes are on the disk. On Linux by <c>fdatasync</c>: where bytes of a file are written again that
    /// were zeros, it spares the write of the file's times.
    /// </summary>
    /// <exception cref="IOException">The disk does not have them.</exception>
    public static void Flush(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        while (SyncData(file) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted) throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        }
    }

    /// <summary>Returns when the names in a directory are on the disk; Windows keeps them by itself.</summary>
    /// <exception cref="IOException">The disk does not have them.</exception>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        using var directory = new SafeFileHandle(OpenFile(path, ReadOnly), ownsHandle: true);
        if (directory.IsInvalid || SyncFile(directory) != 0) throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncData(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncFile(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "open", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
