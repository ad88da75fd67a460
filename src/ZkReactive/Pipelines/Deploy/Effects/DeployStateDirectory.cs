using System.Globalization;
using System.Text.Json;

namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>
/// An agent's own directory. Open in one agent at a time: the lock file is held as long as the agent lives, whichever way
/// it dies, so whoever holds it knows that the agent before is gone. Files are replaced whole.
/// </summary>
internal sealed class DeployStateDirectory : IDisposable
{
    private const int MostAttempts = 20;
    private static readonly TimeSpan AttemptPause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _lock;

    private DeployStateDirectory(string directory, FileStream @lock)
    {
        Location = directory;
        _lock = @lock;
    }

    internal string Location { get; }

    internal string Cache => Path.Combine(Location, "cache");

    private string RecordFile => Path.Combine(Location, "deployed.json");

    /// <summary>Where a scheduled run leaves its session for the next; a secret.</summary>
    internal string TicketFile => Path.Combine(Location, "session.json");

    private string SessionFile => Path.Combine(Location, "session");

    /// <exception cref="DeployException">Another agent has it, or the disk refuses.</exception>
    internal static DeployStateDirectory Open(string directory)
    {
        var full = Path.GetFullPath(directory);
        try
        {
            Directory.CreateDirectory(Path.Combine(full, "cache"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeployException(DeployErrorIds.DiskFailed, $"The state directory '{full}' cannot be made: {e.Message}", e);
        }

        try
        {
            return new(full, new FileStream(Path.Combine(full, "agent.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        // Where another file can be made, it is the lock that is held; else it is the disk.
        catch (IOException e) when (IsWritable(full))
        {
            throw new DeployException(DeployErrorIds.StateDirectoryInUse, $"The state directory '{full}' is in use by another agent: {e.Message} Stop that one, or give this one a directory of its own.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeployException(DeployErrorIds.DiskFailed, $"The state directory '{full}' cannot be used: {e.Message}", e);
        }
    }

    /// <summary>
    /// Opens it, and waits up to a second for another agent to let it go: a program that a killed agent was just starting holds the
    /// lock for a moment longer than the agent lived.
    /// </summary>
    /// <exception cref="DeployException">Another agent has it, or the disk refuses.</exception>
    internal static async Task<DeployStateDirectory> OpenAsync(string directory, TimeProvider time)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Open(directory);
            }
            catch (DeployException e) when (e.ErrorId == DeployErrorIds.StateDirectoryInUse && attempt < MostAttempts)
            {
                await Task.Delay(AttemptPause, time).ConfigureAwait(false);
            }
        }
    }

    private static bool IsWritable(string directory)
    {
        try
        {
            File.Create(Path.Combine(directory, ".probe"), 1, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The last deploy that was finished; null when there is none or the file cannot be read.</summary>
    internal DeployRecord? ReadRecord()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(RecordFile), DeployRecordJson.Default.DeployRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    internal void WriteRecord(DeployRecord record) => Replace(RecordFile, JsonSerializer.SerializeToUtf8Bytes(record, DeployRecordJson.Default.DeployRecord));

    /// <summary>Forgets the last deploy: a working tree is about to be changed in place.</summary>
    internal void ForgetRecord() => File.Delete(RecordFile);

    /// <summary>The session that this directory's agent last registered with; 0 when there is none.</summary>
    internal long ReadSession()
    {
        try
        {
            return long.TryParse(File.ReadAllText(SessionFile), NumberStyles.Integer, CultureInfo.InvariantCulture, out var session) ? session : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    internal void WriteSession(long session) => Replace(SessionFile, System.Text.Encoding.ASCII.GetBytes(session.ToString(CultureInfo.InvariantCulture)));

    public void Dispose() => _lock.Dispose();

    private static void Replace(string file, byte[] content)
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
