using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace ZkReactive.Client.Sessions;

/// <summary>Files that only their owner may read, for what is as good as a password.</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes a new file to write to. It never exists with wider rights, not even for a moment.</summary>
    /// <exception cref="IOException">It is there already, or the disk refuses.</exception>
    public static FileStream Create(string file) => OperatingSystem.IsWindows() ? CreateOnWindows(file) : CreateOnUnix(file);

    /// <summary>What others than the owner may do with an open file; always none on Windows, where access lists say so.</summary>
    /// <remarks>Asked of the open file: what a link points to may be another one a moment later.</remarks>
    public static UnixFileMode RightsOfOthers(FileStream stream) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(stream.SafeFileHandle) & Others;

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
