using System.Threading.Channels;
using ZkReactive.Client;
using ZkReactive.Journal.Reading;
using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal.Writing;

/// <summary>
/// The one loop that writes. Requests wait in a bounded queue (full: callers wait for a place) and are committed in
/// groups: whatever waits when a commit ends goes into the next, so the more callers there are, the fewer fsyncs each
/// costs. A failed group fails its callers and never ends the loop.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly JournalOptions _options;
    private readonly JournalFile _file;
    private readonly Channel<WriterRequest> _queue;
    private readonly List<WriterRequest> _group = [];
    private readonly Task _loop;

    public JournalWriter(JournalOptions options, JournalFile file)
    {
        _options = options;
        _file = file;
        Health = new WriterHealth(options.Time.GetUtcNow());
        _queue = Channel.CreateBounded<WriterRequest>(new BoundedChannelOptions(options.QueueCapacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
        });
        _loop = Task.Run(RunAsync);
    }

    public WriterHealth Health { get; }

    /// <summary>Which file of the writer's life is written to.</summary>
    public int Generation => _file.Generation;

    /// <summary>Pulses after each commit.</summary>
    public JournalSignal Committed { get; } = new();

    /// <summary>Hands a request in and waits until it is done. Cancelling helps until the writer has begun it.</summary>
    public async Task<TResult> DoAsync<TResult>(WriterRequest<TResult> request, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(request, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(ZkJournal));
        }

        return await request.Done;
    }

    /// <summary>Takes no more requests and writes those that wait.</summary>
    public async Task StopAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    /// <summary>Closes the file. Stop first.</summary>
    public void Dispose() => _file.Dispose();

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            Collect();
            if (_group.Count > 0) Write();
        }
    }

    private void Collect()
    {
        _group.Clear();
        var events = 0;
        while (events < _options.MaxGroup && _group.Count < _options.MaxGroup && _queue.Reader.TryRead(out var request))
        {
            if (request.IsCancelled)
            {
                request.Cancel();
                continue;
            }

            _group.Add(request);
            events += request.Events;
        }
    }

    private void Write()
    {
        try
        {
            TryWrite();
            Health.Succeeded(_options.Time.GetUtcNow());
            foreach (var request in _group) Settle(request, null);
            Committed.Pulse();
        }
        catch (Exception exception)
        {
            var reason = StorageErrors.Reason(exception);
            Health.Failed(reason, _group.Sum(request => request.IsSettled ? 0 : request.Events), _options.Time.GetUtcNow());
            var failure = StorageErrors.IsAboutTheFile(exception)
                ? StorageErrors.Translate(_options.Path, exception)
                : new JournalUnavailableException(_options.Path, reason, exception);
            foreach (var request in _group) Settle(request, failure);
        }
    }

    private static void Settle(WriterRequest request, Exception? failure)
    {
        if (request.IsSettled) return;
        if (failure is null) request.Succeed();
        else request.Fail(failure);
    }

    /// <summary>Commits the group; if the file turns out to be damaged, sets it aside and commits to a new one.</summary>
    private void TryWrite()
    {
        try
        {
            Commit(_file.Open());
        }
        catch (Exception exception) when (StorageErrors.IsDamage(exception) || exception is DamageReportedException)
        {
            _file.Replace(StorageErrors.Reason(exception));
            Commit(_file.Open());
        }
    }

    private void Commit(JournalStore store)
    {
        try
        {
            store.Begin(_group.Exists(request => request.Durability == JournalDurability.Disk) ? JournalDurability.Disk : JournalDurability.Process);
            var now = _options.Time.GetUtcNow();
            if (Health.Gap is { } gap) store.Insert(gap, now);
            foreach (var request in _group) Apply(request, store, now);
            store.Commit();
        }
        catch
        {
            _file.TakeBack(store);
            throw;
        }
    }

    /// <summary>One refused before is not asked again when the group has to be written to a new file.</summary>
    private void Apply(WriterRequest request, JournalStore store, DateTimeOffset now)
    {
        if (request.IsSettled) return;
        try
        {
            request.Apply(store, now, _file.Generation);
        }
        catch (ZkPipelineException refusal)
        {
            request.Fail(refusal);
        }
    }
}
