using System.Globalization;
using System.Text;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery.Registration;

/// <summary>
/// A note of the session that a registration lives in. Held by one registration at a time, by a lock that ends with the
/// process whichever way it dies; so whoever holds it knows that the session in it is a dead predecessor's.
/// </summary>
internal sealed class ServiceSessionNote : IDisposable
{
    private readonly string _file;
    private readonly FileStream _lock;

    private ServiceSessionNote(string file, FileStream @lock)
    {
        _file = file;
        _lock = @lock;
    }

    /// <exception cref="ServiceException">Another registration holds it, or the disk refuses.</exception>
    internal static ServiceSessionNote Open(string directory, ZkPath node)
    {
        var full = Path.GetFullPath(directory);
        var file = Path.Combine(full, "service-" + ServiceFiles.NameOf(node));
        try
        {
            Directory.CreateDirectory(full);
            return new(file + ".session", new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (File.Exists(file + ".lock"))
        {
            throw new ServiceException(
                ServiceErrorIds.StateDirectoryInUse,
                $"The state directory '{full}' is in use by another registration of {node}: {e.Message} Stop that one, or give this one a directory of its own.", e) { Path = node };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceException(ServiceErrorIds.StateDirectoryFailed, $"The state directory '{full}' cannot be used: {e.Message}", e) { Path = node };
        }
    }

    /// <summary>The session of the registration before; none when there is no note or it cannot be read.</summary>
    internal SessionId Read()
    {
        try
        {
            return long.TryParse(File.ReadAllText(_file), NumberStyles.Integer, CultureInfo.InvariantCulture, out var session) ? new SessionId(session) : SessionId.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SessionId.None;
        }
    }

    /// <exception cref="IOException">The disk refuses.</exception>
    internal void Write(SessionId session) => ServiceFiles.Replace(_file, Encoding.ASCII.GetBytes(session.Value.ToString(CultureInfo.InvariantCulture)));

    public void Dispose() => _lock.Dispose();
}
