using System.Reactive.Linq;
using System.Runtime.CompilerServices;
using ZkReactive.Journal.Reading;

namespace ZkReactive.Journal;

/// <content>Live readings.</content>
public sealed partial class JournalReader
{
    private static readonly TimeSpan RarePoll = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Reads what is there and then what comes, whichever process writes it. The reading goes at the caller's speed: the
    /// file is the queue, and one page is in memory. It ends when the reader is disposed, or with an error.
    /// </summary>
    /// <exception cref="ArgumentException">The query has a condition that a live reading cannot have.</exception>
    /// <exception cref="JournalUnavailableException">The file cannot be read.</exception>
    /// <exception cref="JournalCorruptException">The file is damaged.</exception>
    public async IAsyncEnumerable<JournalMessage> FollowAsync(
        JournalQuery? query = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query ??= JournalQuery.All;
        query.ValidateLive();
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        using var follower = await Task.Run(() => OpenFollower(query), cancellationToken);
        while (!_disposed.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = _signal?.Next;
            foreach (var message in follower.Poll())
            {
                yield return message;
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (!follower.IsBehind) await WaitAsync(next, ending.Token);
        }
    }

    /// <summary>
    /// The same as a stream. Cold: each subscription reads for itself. First come the events that are there, from the
    /// query's start, and then one <see cref="JournalMessage.CaughtUp"/>; at least that is emitted at once. Order: by
    /// revision, never back, except after <see cref="JournalMessage.Replaced"/>, when the new file begins. Nothing is
    /// merged or left out: a slow observer delays its own reading, for which the file is the queue; what retention took
    /// meanwhile is said by <see cref="JournalMessage.EventsDropped"/>. Ends by unsubscribing, with completion when the
    /// reader is disposed, and with a <see cref="JournalUnavailableException"/> or <see cref="JournalCorruptException"/>
    /// when the file cannot be read. Scheduler: the thread pool, one message at a time per subscription. Loss,
    /// reconnection and expiry of a ZooKeeper session do not touch it; they are events in it.
    /// </summary>
    /// <exception cref="ArgumentException">The query has a condition that a live reading cannot have.</exception>
    public IObservable<JournalMessage> Observe(JournalQuery? query = null)
    {
        (query ?? JournalQuery.All).ValidateLive();
        return Observable.Create<JournalMessage>(async (observer, cancellationToken) =>
        {
            await foreach (var message in FollowAsync(query, cancellationToken)) observer.OnNext(message);
        });
    }

    private JournalFollower OpenFollower(JournalQuery query)
    {
        try
        {
            return new JournalFollower(_options, query);
        }
        catch (Microsoft.Data.Sqlite.SqliteException exception)
        {
            throw Storage.StorageErrors.Translate(_options.Path, exception);
        }
    }

    /// <summary>
    /// Waits until it is time to look again, being disposed included. Beside the writer its commits tell, and looking
    /// for other writers, which there should not be, has time.
    /// </summary>
    private async Task WaitAsync(Task? next, CancellationToken ending)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(ending);
        if (next is null) await Task.WhenAny(Task.Delay(_options.PollInterval, _options.Time, wait.Token));
        else await Task.WhenAny(next, Task.Delay(RarePoll, _options.Time, wait.Token));

        // A delay that is no longer waited for must not stay behind as a timer.
        await wait.CancelAsync();
    }
}
