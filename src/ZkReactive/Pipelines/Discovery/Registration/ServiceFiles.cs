using System.Security.Cryptography;
using System.Text;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery.Registration;

/// <summary>What the files of a state directory are called, and how they are replaced.</summary>
internal static class ServiceFiles
{
    private const int LongestName = 80;

    /// <summary>A file name for a node: readable, and its own for every path.</summary>
    internal static string NameOf(ZkPath path)
    {
        var readable = string.Concat(path.Value.Trim('/').Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path.Value)))[..8];
        return $"{(readable.Length > LongestName ? readable[^LongestName..] : readable)}-{hash}";
    }

    /// <summary>Replaces a file as a whole: whoever reads it finds the old content or the new one, also after a power cut.</summary>
    internal static void Replace(string file, ReadOnlySpan<byte> content)
    {
        var temporary = file + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, file, overwrite: true);
    }
}
