using ZkReactive.Protocol;

namespace ZkReactive.Client.Calls;

/// <summary>
/// Cuts many reads into multiReads of a sensible size, keeps a few of them on their way, and falls back to single reads
/// where the server does not know multiRead (before 3.6).
/// </summary>
/// <remarks>
/// A request must stay below the server's packet limit and its reply below ours. The reply's size is not known before, so
/// it is guessed from the replies that came; a reply that is too large all the same is skipped and its reads are sent
/// again in halves. An old server closes the connection with its refusal, hence a first multiRead goes alone.
/// </remarks>
internal sealed class MultiReads(
    ZkClientOptions options,
    Chroot chroot,
    IZkClient single,
    Func<ArraySegment<ZkRead>, ArraySegment<ZkReadResult>, CancellationToken, ValueTask<int>> send)
{
    /// <summary>How many reads one request may hold: beyond this the saving per read is nothing, and others wait longer for their turn.</summary>
    internal const int LargestBatch = 512;

    /// <summary>How many requests of one call are on their way at once, as batches and as single reads.</summary>
    private const int BatchWindow = 4;
    private const int SingleWindow = 128;

    // Below the smallest packet limit that servers are run with, as SetWatches batches are.
    private const int LargestRequestBytes = 128 * 1024;

    private readonly int _targetReplyBytes = Math.Max(1, options.MaxPacketBytes / 4);
    private readonly int _largestRequestBytes = Math.Min(LargestRequestBytes, options.MaxPacketBytes / 2);
    private readonly Lock _lock = new();
    private TaskCompletionSource? _first;
    private int _bytesEach = 1024;
    private Support _support;

    private enum Support
    {
        NotKnown,
        There,
        Lacking,
    }

    /// <summary>Reads everything.</summary>
    public async ValueTask<IReadOnlyList<ZkReadResult>> ReadAsync(IReadOnlyList<ZkRead> reads, CancellationToken cancellationToken)
    {
        ZkRead[] all = [.. reads];
        if (all.Length == 0) return [];
        foreach (var read in all) ArgumentNullException.ThrowIfNull(read, nameof(reads));

        var results = new ZkReadResult[all.Length];
        var next = Known() == Support.NotKnown ? await ReadFirstAsync(all, results, cancellationToken) : 0;
        var underWay = new Queue<Task>(BatchWindow);
        while (next < all.Length)
        {
            var count = CountOf(all, next);
            if (underWay.Count == BatchWindow) await underWay.Dequeue();
            underWay.Enqueue(ReadBatchAsync(new(all, next, count), new(results, next, count), cancellationToken));
            next += count;
        }

        await Task.WhenAll(underWay);
        return results;
    }

    /// <summary>Finds out whether the server knows multiRead, unless another call has meanwhile; returns how many were read.</summary>
    private async Task<int> ReadFirstAsync(ZkRead[] reads, ZkReadResult[] results, CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCompletionSource? mine = null;
            Task first;
            lock (_lock)
            {
                if (_support != Support.NotKnown) return 0;
                _first ??= mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                first = _first.Task;
            }

            if (mine is null)
            {
                await first.WaitAsync(cancellationToken);
                continue;
            }

            try
            {
                var count = CountOf(reads, 0);
                await ReadBatchAsync(new(reads, 0, count), new(results, 0, count), cancellationToken);
                return count;
            }
            finally
            {
                lock (_lock) _first = null;
                mine.SetResult();
            }
        }
    }

    private int CountOf(ZkRead[] reads, int from)
    {
        var most = Math.Clamp(_targetReplyBytes / Volatile.Read(ref _bytesEach), 1, LargestBatch);
        var bytes = 0;
        var count = 0;
        while (from + count < reads.Length && count < most)
        {
            bytes += MultiReadCall.RequestBytes(chroot.Prepend(reads[from + count].Path));
            if (bytes > _largestRequestBytes && count > 0) break;
            count++;
        }

        return count;
    }

    private async Task ReadBatchAsync(ArraySegment<ZkRead> reads, ArraySegment<ZkReadResult> results, CancellationToken cancellationToken)
    {
        if (reads.Count == 1 || Known() == Support.Lacking)
        {
            await ReadSinglesAsync(reads, results, cancellationToken);
            return;
        }

        try
        {
            Learn(await send(reads, results, cancellationToken) / reads.Count);
            Note(Support.There);
        }
        catch (UnimplementedException)
        {
            Note(Support.Lacking);
            await ReadSinglesAsync(reads, results, cancellationToken);
        }
        catch (ZkProtocolException e) when (IsTooLarge(e))
        {
            Note(Support.There);
            Learn(Math.Max(_targetReplyBytes, Volatile.Read(ref _bytesEach)) * 4 / reads.Count);
            var half = reads.Count / 2;
            await ReadBatchAsync(reads[..half], results[..half], cancellationToken);
            await ReadBatchAsync(reads[half..], results[half..], cancellationToken);
        }
    }

    private async Task ReadSinglesAsync(ArraySegment<ZkRead> reads, ArraySegment<ZkReadResult> results, CancellationToken cancellationToken)
    {
        var underWay = new Queue<Task>(Math.Min(SingleWindow, reads.Count));
        for (var i = 0; i < reads.Count; i++)
        {
            if (underWay.Count == SingleWindow) await underWay.Dequeue();
            underWay.Enqueue(ReadSingleAsync(reads[i], results.Slice(i, 1), cancellationToken));
        }

        await Task.WhenAll(underWay);
    }

    private async Task ReadSingleAsync(ZkRead read, ArraySegment<ZkReadResult> result, CancellationToken cancellationToken)
    {
        try
        {
            if (read is ZkRead.Data)
            {
                result[0] = new ZkReadResult.Data(await single.GetAsync(read.Path, cancellationToken));
                return;
            }

            var children = await single.GetChildrenAsync(read.Path, cancellationToken);
            result[0] = new ZkReadResult.Children(read.Path, children.Names, children.Zxid);
        }
        catch (ZkServerException e) when (!e.IsTransient)
        {
            result[0] = new ZkReadResult.Failed(read.Path, e, e.Zxid);
        }
        catch (ZkProtocolException e) when (IsTooLarge(e))
        {
            result[0] = new ZkReadResult.Failed(read.Path, e, Zxid.None);
        }
    }

    /// <summary>Follows growth at once, and shrinking slowly: a batch too small costs little, one too large is read twice.</summary>
    private void Learn(int bytesEach)
    {
        var before = Volatile.Read(ref _bytesEach);
        Volatile.Write(ref _bytesEach, Math.Max(1, bytesEach >= before ? bytesEach : before - ((before - bytesEach + 1) / 2)));
    }

    private Support Known()
    {
        lock (_lock) return _support;
    }

    private void Note(Support support)
    {
        lock (_lock) _support = support;
    }

    private static bool IsTooLarge(ZkProtocolException e) => e.ErrorId is "ZkReplyTooLarge";
}
