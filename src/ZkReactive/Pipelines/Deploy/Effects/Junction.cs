using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>Junctions: links to directories that need no privilege on Windows. .NET reads them but does not make them.</summary>
internal static class Junction
{
    /// <summary>IO_REPARSE_TAG_MOUNT_POINT of winnt.h.</summary>
    private const uint MountPoint = 0xA000_0003;

    /// <summary>FSCTL_SET_REPARSE_POINT of winioctl.h.</summary>
    private const uint SetReparsePoint = 0x0009_00A4;

    private const uint GenericWrite = 0x4000_0000;
    private const uint OpenExisting = 3;

    /// <summary>FILE_FLAG_BACKUP_SEMANTICS, without which no directory is opened, and FILE_FLAG_OPEN_REPARSE_POINT.</summary>
    private const uint DirectoryItself = 0x0200_0000 | 0x0020_0000;

    private const int HeaderSize = 8;
    private const int NamesSize = 8;

    /// <summary>Makes a junction; nothing is left behind when it fails.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    [SupportedOSPlatform("windows")]
    [ExcludeFromCodeCoverage]
    internal static void Create(string junction, string target)
    {
        Directory.CreateDirectory(junction);
        var data = Data(target);
        using (var directory = CreateFile(junction, GenericWrite, 0, 0, OpenExisting, DirectoryItself, 0))
        {
            if (!directory.IsInvalid && DeviceIoControl(directory, SetReparsePoint, data, data.Length, 0, 0, out _, 0)) return;
        }

        var error = Marshal.GetLastPInvokeError();
        Directory.Delete(junction);
        throw new IOException($"A junction from '{junction}' to '{target}' cannot be made: {new Win32Exception(error).Message}");
    }

    /// <summary>
    /// The reparse data of a junction, REPARSE_DATA_BUFFER of ntifs.h:
    /// <c>u32 tag · u16 length of what follows the header · u16 reserved · u16 offset and u16 length of the name for the
    /// system · u16 offset and u16 length of the name for people · both names in UTF-16, each with a zero behind it</c>.
    /// </summary>
    internal static byte[] Data(string target)
    {
        var shown = Encoding.Unicode.GetBytes(target);
        var real = Encoding.Unicode.GetBytes(@"\??\" + target);
        var data = new byte[HeaderSize + NamesSize + real.Length + 2 + shown.Length + 2];
        BinaryPrimitives.WriteUInt32LittleEndian(data, MountPoint);
        Write(4, data.Length - HeaderSize);
        Write(8, 0);
        Write(10, real.Length);
        Write(12, real.Length + 2);
        Write(14, shown.Length);
        real.CopyTo(data, HeaderSize + NamesSize);
        shown.CopyTo(data, HeaderSize + NamesSize + real.Length + 2);
        return data;

        void Write(int offset, int value) => BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(offset), checked((ushort)value));
    }

    [DllImport("kernel32.dll", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern SafeFileHandle CreateFile(string name, uint access, uint share, nint security, uint disposition, uint flags, nint template);

    [DllImport("kernel32.dll", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool DeviceIoControl(SafeFileHandle device, uint code, byte[] input, int inputSize, nint output, int outputSize, out int returned, nint overlapped);
}
