using System.Security.Cryptography;
using System.Text;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy.Agents;

/// <summary>The last good set in a state directory: a file a type, replaced whole, so that it is always one set or the other.</summary>
internal sealed class PolicyStore
{
    private readonly string _file;
    private readonly ZkPath _type;

    private PolicyStore(string file, ZkPath type)
    {
        _file = file;
        _type = type;
    }

    /// <exception cref="PolicyException">The directory cannot be made.</exception>
    public static PolicyStore Open(string directory, ZkPath type)
    {
        var full = Path.GetFullPath(directory);
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PolicyException(PolicyErrorIds.DiskFailed, $"The state directory '{full}' cannot be made: {e.Message}", e);
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(type.Value)).AsSpan(0, 8));
        return new(Path.Combine(full, $"policies-{name}.json"), type);
    }

    /// <summary>The set; null when there is none, or it is another type's or cannot be read.</summary>
    public StoredSet? Read()
    {
        try
        {
            return PolicyJson.TryRead(File.ReadAllBytes(_file), out StoredSet? set) && set.Type == _type.Value ? set : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Write(PolicySet set, Zxid zxid, DateTimeOffset at)
    {
        var stored = new StoredSet(_type.Value, zxid.Value, at, [.. set.Documents.Select(document => new StoredPolicy(document.Kind, document.Name, document.Source.ToArray()))]);
        // A name of its own for each writer: two agents on one directory then replace each other's file, never mix them.
        var temporary = $"{_file}.{Environment.ProcessId}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(PolicyJson.Write(stored));
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, _file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
