using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Queues;

/// <summary>An item that this worker has claimed. Complete it when its work is done; disposed without that, it is given back.</summary>
public sealed class ZkQueueItem : IAsyncDisposable
{
    private readonly IZkClient _client;
    private readonly ZkPath _item;
    private readonly ZkPath _claim;
    private readonly SessionId _session;
    private bool _isOver;

    internal ZkQueueItem(IZkClient client, ZkPath item, ZkPath claim, ReadOnlyMemory<byte> data, int version, SessionId session)
    {
        _client = client;
        _item = item;
        _claim = claim;
        _session = session;
        Data = data;
        Attempt = version;
    }

    /// <summary>The item's name.</summary>
    public string Name => _item.Name;

    /// <summary>What was put.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>The how-manieth claim of this item it is, from 1: a fencing token for its work, and a sign of work that kills its workers.</summary>
    public int Attempt { get; }

    /// <summary>Completes the item: it is gone, and nobody will work on it again.</summary>
    /// <exception cref="CoordinationException">The claim was lost with its session. Another works, or will work, on the item.</exception>
    /// <exception cref="ConnectionLossException">The session ended under the call, and it cannot be told whether the item was completed.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        var wasLost = false;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await _client.MultiAsync([new ZkOperation.Delete(_item, Attempt), new ZkOperation.Delete(_claim, NodeVersion.Any)], cancellationToken).ConfigureAwait(false);
                NoteCompleted();
                return;
            }
            catch (MultiFailedException e) when (e.Cause is NoNodeException && wasLost && _client.Session.Id == _session)
            {
                // While our session lived nobody else could claim it: the call whose reply was lost did it.
                NoteCompleted();
                return;
            }
            catch (MultiFailedException e)
            {
                _isOver = true;
                if (wasLost)
                {
                    CoordinationLog.CompletionUnknown(CoordinationLog.Of(_client), _session, _item);
                    throw new ConnectionLossException(outcomeUnknown: true, $"Completing {_item} failed: the session ended before it could be seen whether it was done.", e) { Path = _item, Operation = "Complete" };
                }

                CoordinationLog.ClaimLost(CoordinationLog.Of(_client), _session, _item);
                throw new CoordinationException(
                    CoordinationErrorIds.ClaimLost, $"Completing {_item} failed: the claim went with session {_session}, and the item may be another worker's. Undo what was done, or make it harmless to do twice.", e) { Path = _item };
            }
            catch (ZkException e) when (e.IsTransient)
            {
                wasLost |= e is not ConnectionLossException { OutcomeUnknown: false };
                await Patience.PauseAsync(_client, attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Gives the item back, if it was not completed: another worker may claim it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isOver) return;
        _isOver = true;
        await new OwnNodes(_client, _claim.Parent, acl: null).RemoveSoonAsync(new OwnNode(_claim, Zxid.None, _session)).ConfigureAwait(false);
    }

    private void NoteCompleted()
    {
        _isOver = true;
        CoordinationLog.ItemCompleted(CoordinationLog.Of(_client), _session, _item);
    }
}
