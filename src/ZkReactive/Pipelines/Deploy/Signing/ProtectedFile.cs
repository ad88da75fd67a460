using System.Text;
using ZkReactive.Client.Sessions;

namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>Key files that only their owner may read.</summary>
internal static class ProtectedFile
{
    /// <summary>Writes a new file. It never exists with wider rights, not even for a moment.</summary>
    internal static void Write(string file, string text)
    {
        using var stream = OwnerOnlyFile.Create(file);
        stream.Write(Encoding.ASCII.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DeployException">Others than its owner have rights on it.</exception>
    internal static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (OwnerOnlyFile.RightsOfOthers(stream) is var rights and not UnixFileMode.None)
        {
            throw new DeployException(
                DeployErrorIds.KeyUnprotected,
                $"The signing key '{file}' is open to others ({rights}), so anybody on this machine could deploy in its owner's name. Run 'chmod 600' on it; if it was open for long, make a new one.");
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
