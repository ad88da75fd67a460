using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using System.Text;

namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>Files that only their owner may read.</summary>
internal static class ProtectedFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Writes a new file. It never exists with wider rights, not even for a moment.</summary>
    internal static void Write(string file, string text)
    {
        using var stream = OperatingSystem.IsWindows() ? CreateOnWindows(file) : CreateOnUnix(file);
        stream.Write(Encoding.ASCII.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DeployException">Others than its owner have rights on it.</exception>
    internal static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        // Asked of the open file: what a link points to may be another one a moment later.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) is var rights and not UnixFileMode.None)
        {
            throw new DeployException(
                DeployErrorIds.KeyUnprotected,
                $"The signing key '{file}' is open to others ({rights}), so anybody on this machine could deploy in its owner's name. Run 'chmod 600' on it; if it was open for long, make a new one.");
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [UnsupportedOSPlatform("windows")]
    private static FileStream CreateOnUnix(string file) => new(
        file,
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });

    [SupportedOSPlatform("windows")]
    [ExcludeFromCodeCoverage]
    private static FileStream CreateOnWindows(string file)
    {
        var rights = new FileSecurity();
        rights.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        rights.AddAccessRule(new FileSystemAccessRule(WindowsIdentity.GetCurrent().User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return new FileInfo(file).Create(FileMode.CreateNew, FileSystemRights.Write, FileShare.None, 4096, FileOptions.None, rights);
    }
}
