using System.Reactive.Linq;
using ZkReactive.Journal.Storage;
using ZkReactive.Journal.Writing;

namespace ZkReactive.Journal;

/// <summary>
/// An append-only event store in one SQLite file. It outlives kill -9, a full disk (appends fail until there is room,
/// and the gap is then written down) and damage (the file is set aside and a new one begins with an event that says
/// so). All members may be called from any thread at once. One process writes; others read with
/// <see cref="JournalReader"/>. Should two write, nothing breaks, and <see cref="ExpectedRevision"/> keeps them apart.
/// </summary>
public sealed partial class ZkJournal : IAsyncDisposable
{
    /// <summary>What the file is called in a state directory.</summary>
    public const string FileName = "journal.db";

    private readonly JournalOptions _options;
    private readonly JournalWriter _writer;

    private ZkJournal(JournalOptions options, JournalWriter writer, JournalReader reader)
    {
        _options = options;
        _writer = writer;
        Reader = reader;
    }

    /// <summary>Reads this journal; sees every append as soon as it is acknowledged. Lives as long as the journal.</summary>
    public JournalReader Reader { get; }

    /// <summary>Whether the journal takes events at present.</summary>
    public JournalStatus Status => _writer.Health.Status;

    /// <summary>Opens a journal, making it when there is none and upgrading its layout when it is older.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    /// <exception cref="JournalUnavailableException">The file cannot be opened or made.</exception>
    /// <exception cref="JournalSchemaException">The file is no journal, or newer than this version. It was left as it is.</exception>
    public static async ValueTask<ZkJournal> OpenAsync(JournalOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return await Task.Run(() => Open(options), cancellationToken);
    }

    /// <summary>Opens the journal at a path, with the default options.</summary>
    /// <inheritdoc cref="OpenAsync(JournalOptions, CancellationToken)"/>
    public static ValueTask<ZkJournal> OpenAsync(string path, CancellationToken cancellationToken = default) =>
        OpenAsync(new JournalOptions { Path = path }, cancellationToken);

    /// <summary>
    /// Whether the journal takes events, as a stream. Hot, with memory: the present status comes first, at once. Order:
    /// as it happened. Merging: emitted when availability or reason changes, not for each event lost (read
    /// <see cref="Status"/> for their number); a slow observer gets the newest status, and those between may be left out.
    /// Ends only by unsubscribing, without an error. Scheduler: the thread pool, one at a time per subscription. Loss, reconnection and
    /// expiry of a ZooKeeper session do not touch it.
    /// </summary>
    public IObservable<JournalStatus> ObserveStatus() => Observable.Create<JournalStatus>(async (observer, cancellationToken) =>
    {
        JournalStatus? said = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            var next = _writer.Health.Changed.Next;
            var status = Status;
            if (status.IsAvailable != said?.IsAvailable || status.Reason != said.Reason) observer.OnNext(status);
            said = status;
            await next.WaitAsync(cancellationToken);
        }
    });

    /// <summary>
    /// Declares the file damaged: it is set aside, unchanged, under a name with the time in it, and a new journal begins
    /// with an event that says so. For callers whose reading met a <see cref="JournalCorruptException"/>; the writer does
    /// the same by itself when it meets damage.
    /// </summary>
    /// <param name="reason">Why, for the event.</param>
    /// <param name="cancellationToken">Ends the wait for the writer's turn.</param>
    /// <exception cref="JournalUnavailableException">The file could not be moved, or no new one made.</exception>
    public async ValueTask SetAsideAsync(string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        await _writer.DoAsync(new SetAsideRequest(reason, cancellationToken), cancellationToken);
    }

    /// <summary>Writes what waits, then closes the file. Later calls fail with <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.StopAsync();

        // Before the writer closes the file: SQLite tidies its log away only if no reader is left.
        await Reader.DisposeAsync();
        _writer.Dispose();
    }

    /// <summary>Runs something on the writer's connection, between appends.</summary>
    internal Task<TResult> OnStoreAsync<TResult>(Func<JournalStore, DateTimeOffset, TResult> run, CancellationToken cancellationToken = default) =>
        _writer.DoAsync(new StoreRequest<TResult>(run, cancellationToken), cancellationToken);

    private static ZkJournal Open(JournalOptions options)
    {
        JournalReader? reader = null;
        var file = new JournalFile(options, () => reader?.Renew());
        try
        {
            file.Open();
        }
        catch (Exception exception) when (StorageErrors.IsAboutTheFile(exception))
        {
            file.Dispose();
            throw StorageErrors.Translate(options.Path, exception);
        }

        var writer = new JournalWriter(options, file);
        reader = new JournalReader(options.ReaderOptions, writer.Committed);
        return new ZkJournal(options, writer, reader);
    }
}
