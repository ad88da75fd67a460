using System.Text.Json;
using ZkReactive.Tests.Coordination.History;

namespace ZkReactive.Tests.Coordination.Chaos;

/// <summary>Notes what a process does, a line for each event, handed to the system at once so that a kill loses nothing.</summary>
internal sealed class HistoryWriter(string path, string process) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private int _ids;

    /// <summary>The clock of all histories: the machine's, which never goes back.</summary>
    public static long Now => TimeProvider.System.GetTimestamp();

    /// <summary>A name that no other event of any process has.</summary>
    public string NewId(string what) => $"{process}-{what}{Interlocked.Increment(ref _ids)}";

    /// <summary>Notes an event; its time is now, if none is given.</summary>
    public void Note(string resource, HistoryKind kind, string id, long number = 0, HistoryOutcome outcome = HistoryOutcome.Unknown, long? at = null)
    {
        lock (_lock)
        {
            var one = new HistoryEvent(at ?? Now, process, resource, kind, id, number, outcome);
            _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(one), (byte)'\n']);
        }
    }

    /// <summary>All events in a folder's files; a line that a kill cut off is left out.</summary>
    public static IReadOnlyList<HistoryEvent> ReadAll(string folder) =>
    [
        .. from file in Directory.GetFiles(folder)
           from line in File.ReadAllText(file).Split('\n')[..^1]
           select JsonSerializer.Deserialize<HistoryEvent>(line)!,
    ];

    public void Dispose() => _file.Dispose();
}
