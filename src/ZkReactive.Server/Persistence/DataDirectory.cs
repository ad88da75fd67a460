namespace ZkReactive.Server.Persistence;

/// <summary>
/// A data directory in Apache ZooKeeper's layout: logs and snapshots side by side in <c>version-2</c>. It is locked as long
/// as this object lives. Source: Apache ZooKeeper, <c>FileTxnSnapLog</c>.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    /// <summary>The file that is locked; Apache ZooKeeper takes no notice of it.</summary>
    public const string LockName = "zkreactive.lock";

    private const string Version = "version-2";
    private const string UnfinishedSuffix = ".unfinished";

    private readonly FileStream _lock;

    private DataDirectory(string root, FileStream @lock)
    {
        _lock = @lock;
        Root = root;
        Files = Path.Combine(root, Version);
    }

    /// <summary>What the user named.</summary>
    public string Root { get; }

    /// <summary>Where logs and snapshots are.</summary>
    public string Files { get; }

    /// <summary>Makes the directory where it is missing, and locks it.</summary>
    /// <exception cref="ServerDataException">It cannot be made or written, or another server has it.</exception>
    public static DataDirectory Open(string path)
    {
        var root = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(Path.Combine(root, Version));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(root, e);
        }

        var directory = new DataDirectory(root, Lock(root));
        try
        {
            foreach (var left in Directory.GetFiles(directory.Files, "*" + UnfinishedSuffix)) File.Delete(left);
            return directory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            directory.Dispose();
            throw Unusable(root, e);
        }
    }

    /// <summary>The logs, oldest first.</summary>
    public IReadOnlyList<DataFile> Logs() => [.. All(DataFile.LogPrefix).OrderBy(file => file.Zxid)];

    /// <summary>The snapshots, newest first.</summary>
    public IReadOnlyList<DataFile> Snapshots() => [.. All(DataFile.SnapshotPrefix).OrderByDescending(file => file.Zxid)];

    public string LogPath(long firstZxid) => Path.Combine(Files, DataFile.LogName(firstZxid));

    public string SnapshotPath(long zxid) => Path.Combine(Files, DataFile.SnapshotName(zxid));

    /// <summary>Where a file is written before it gets its name; whatever is left of it goes at the next start.</summary>
    public static string UnfinishedPath(string path) => path + UnfinishedSuffix;

    public void Dispose() => _lock.Dispose();

    private IEnumerable<DataFile> All(string prefix)
    {
        foreach (var path in Directory.GetFiles(Files, prefix + "*"))
        {
            if (!path.EndsWith(UnfinishedSuffix, StringComparison.Ordinal) && DataFile.TryParse(path, prefix, out var file)) yield return file;
        }
    }

    private static FileStream Lock(string root)
    {
        var path = Path.Combine(root, LockName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unusable(root, e);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new ServerDataException(
                ServerDataErrorIds.DirectoryInUse,
                $"The data directory '{root}' is in use by another server: {e.Message} Stop that one, or give this one a directory of its own.",
                root, innerException: e);
        }
        catch (IOException e)
        {
            throw Unusable(root, e);
        }
    }

    private static ServerDataException Unusable(string root, Exception e) => new(
        ServerDataErrorIds.DirectoryFailed,
        $"The data directory '{root}' cannot be used: {e.Message} Give one that this user may write to.", root, innerException: e);
}
