using System.Globalization;
using System.Text;
using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Counters;

/// <summary>
/// A 64-bit number that many count together; kazoo's <c>Counter</c> counts the same node. Each step is taken exactly once,
/// also when the reply to it is lost, as long as the session lives.
/// </summary>
/// <remarks>
/// A step is one transaction that sets the number and, below <c>path</c>, this counter's own ephemeral mark. After a lost
/// reply the mark tells whether the step was taken. When the session itself ended before that could be seen, the step fails
/// with <see cref="ConnectionLossException.OutcomeUnknown"/>.
/// </remarks>
public sealed class ZkCounter : IAsyncDisposable
{
    private readonly IZkClient _client;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ZkPath _mark;
    private SessionId _markedIn = SessionId.None;

    // Where a create was sent whose reply nobody has seen, the mark may be there all the same.
    private SessionId _triedIn = SessionId.None;
    private long _steps;

    /// <summary>Makes one; nothing is asked of the server yet.</summary>
    public ZkCounter(IZkClient client, ZkPath path)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        Path = path;
        _mark = path / $"step-{Guid.NewGuid():N}";
    }

    /// <summary>The number's node.</summary>
    public ZkPath Path { get; }

    /// <summary>The number now; 0 where there is none yet.</summary>
    public async Task<long> ReadAsync(CancellationToken cancellationToken = default) => (await ReadNodeAsync(cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Adds to the number, and gives what it is then. Cancelled, the step may have been taken.</summary>
    /// <exception cref="CoordinationException">The node holds no number, or the step leads out of 64 bits.</exception>
    /// <exception cref="ConnectionLossException">The session ended under the step, and it cannot be told whether it was taken.</exception>
    public async Task<long> AddAsync(long step, CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                var session = await MarkAsync(cancellationToken).ConfigureAwait(false);
                var (value, version) = await ReadNodeAsync(cancellationToken).ConfigureAwait(false);
                var next = Add(value, step);
                if (await TryStepAsync(session, version, next, cancellationToken).ConfigureAwait(false)) return next;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Removes this counter's mark; the number stays.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_triedIn != SessionId.None)
            await new OwnNodes(_client, Path, acl: null).RemoveSoonAsync(new OwnNode(_mark, Zxid.None, _triedIn)).ConfigureAwait(false);
        _one.Dispose();
    }

    private async Task<bool> TryStepAsync(SessionId session, NodeVersion version, long next, CancellationToken cancellationToken)
    {
        var number = ++_steps;
        try
        {
            await _client.MultiAsync(
                [new ZkOperation.Set(Path, Encode(next), version), new ZkOperation.Set(_mark, Encode(number), NodeVersion.Any)],
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (MultiFailedException e) when (e.Cause is BadVersionException)
        {
            return false;
        }
        catch (MultiFailedException e) when (e.Cause is NoNodeException)
        {
            // The mark went with its session, or somebody deleted the number.
            _markedIn = SessionId.None;
            return false;
        }
        catch (ZkException e) when (e.IsTransient)
        {
            return await WasTakenAsync(session, number, e, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Behind a sync: whatever was sent before has been applied or never will be.</summary>
    private async Task<bool> WasTakenAsync(SessionId session, long number, ZkException lost, CancellationToken cancellationToken)
    {
        try
        {
            var mark = await Patience.RunAsync(_client, SyncAndReadAsync, cancellationToken).ConfigureAwait(false);
            return new SessionId(mark.Stat.EphemeralOwner) == session && Decode(_mark, mark.Data) == number;
        }
        catch (NoNodeException)
        {
            _markedIn = SessionId.None;
            if (lost is ConnectionLossException { OutcomeUnknown: false }) return false;
            CoordinationLog.StepUnknown(CoordinationLog.Of(_client), session, number, Path);
            throw new ConnectionLossException(
                outcomeUnknown: true, $"Counting at {Path} failed: the session ended before it could be seen whether the step was taken. Read the number and decide.", lost) { Path = Path, Operation = "Add" };
        }

        async ValueTask<ZkNode> SyncAndReadAsync(CancellationToken token)
        {
            await _client.SyncAsync(_mark, token).ConfigureAwait(false);
            return await _client.GetAsync(_mark, token).ConfigureAwait(false);
        }
    }

    private async Task<SessionId> MarkAsync(CancellationToken cancellationToken)
    {
        while (_markedIn == SessionId.None || _markedIn != _client.Session.Id)
        {
            try
            {
                await NodeWait.CreateAsync(_client, Path, Encode(0), CreateMode.Persistent, cancellationToken).ConfigureAwait(false);
                _triedIn = _client.Session.Id;
                var created = await _client.CreateAsync(_mark, Encode(0), CreateMode.Ephemeral, cancellationToken: cancellationToken).ConfigureAwait(false);
                _markedIn = created.Stat is { } stat ? new SessionId(stat.EphemeralOwner) : _client.Session.Id;
            }
            catch (NodeExistsException)
            {
                // Ours by a lost reply, or of a session that is about to go.
                var found = await Patience.RunAsync(_client, token => _client.ExistsAsync(_mark, token), cancellationToken).ConfigureAwait(false);
                if (found.Exists) _markedIn = new SessionId(found.Stat.Value.EphemeralOwner);
                if (_markedIn != _client.Session.Id) await Patience.PauseAsync(_client, 2, cancellationToken).ConfigureAwait(false);
            }
            catch (ZkException e) when (e.IsTransient || e is NoNodeException)
            {
                await Patience.PauseAsync(_client, 1, cancellationToken).ConfigureAwait(false);
            }
        }

        return _markedIn;
    }

    private async Task<(long Value, NodeVersion Version)> ReadNodeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var node = await Patience.RunAsync(_client, token => _client.GetAsync(Path, token), cancellationToken).ConfigureAwait(false);
            return (Decode(Path, node.Data), node.Stat.Version);
        }
        catch (NoNodeException)
        {
            return (0, NodeVersion.Any);
        }
    }

    private long Add(long value, long step)
    {
        try
        {
            return checked(value + step);
        }
        catch (OverflowException)
        {
            throw new CoordinationException(CoordinationErrorIds.CounterInvalid, $"Adding {step} to the counter {Path} failed: it is {value}, and the sum does not fit into 64 bits.") { Path = Path };
        }
    }

    private static byte[] Encode(long value) => Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture));

    private static long Decode(ZkPath path, ReadOnlyMemory<byte> data)
    {
        if (data.IsEmpty) return 0;
        return long.TryParse(Encoding.UTF8.GetString(data.Span), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new CoordinationException(CoordinationErrorIds.CounterInvalid, $"The node {path} holds no whole number, so it is no counter. Give another path.") { Path = path };
    }
}
