using System.Security.Cryptography;
using ZkReactive.Pipelines.Deploy.Effects;

namespace ZkReactive.Pipelines.Deploy.Git;

/// <summary>Tells whether the disk is why git failed: by writing to it, not by reading what git says.</summary>
internal static class DiskProbe
{
    private const int ProbeBytes = 256 * 1024;

    /// <summary>Does nothing when git succeeded; else tries the directory.</summary>
    /// <exception cref="DeployWorkException">The directory takes no writes.</exception>
    internal static void ThrowIfUnwritable(string directory, GitResult result)
    {
        if (result.IsSuccess) return;
        var probe = Path.Combine(directory, ".probe-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));
        try
        {
            Directory.CreateDirectory(directory);
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.Write(new byte[ProbeBytes]);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeployWorkException(DeployErrorIds.DiskFailed, $"The disk does not take writes in '{directory}': {e.Message.Replace(probe, directory, StringComparison.Ordinal)} git said: {result.Said}", e);
        }
    }
}
