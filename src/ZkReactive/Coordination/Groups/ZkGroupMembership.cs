using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Groups;

/// <summary>
/// A membership that is kept up until it is disposed, over lost connections, expired sessions and deletions by hand. It is
/// given up, and <see cref="Completion"/> fails, when the server refuses it for a reason that stays: no permission, an invalid
/// access control list, bad arguments. An id that another took meanwhile is waited for.
/// </summary>
public sealed class ZkGroupMembership : IAsyncDisposable
{
    private readonly IZkClient _client;
    private readonly ILogger _logger;
    private readonly GroupNaming _naming;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Says "look again"; one is enough, more are dropped.</summary>
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly IDisposable _states;
    private readonly Task _keeping;
    private volatile Wanted _wanted;
    private Wanted? _written;
    private SessionId _session = SessionId.None;
    private NodeLife? _life;
    private volatile bool _isGone;

    internal ZkGroupMembership(IZkClient client, ZkPath node, string id, ReadOnlyMemory<byte> data, GroupNaming naming)
    {
        _client = client;
        _logger = CoordinationLog.Of(client);
        _naming = naming;
        _wanted = new Wanted(data);
        Node = node;
        Id = id;
        _states = client.SessionStates.Subscribe(_ => _wake.Writer.TryWrite(true), _ => { }, () => { });
        _keeping = KeepAsync(_ended.Token);
        _ = _keeping.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>Who it is.</summary>
    public string Id { get; }

    /// <summary>The node that stands for it.</summary>
    public ZkPath Node { get; }

    /// <summary>Whether its node is there on the present session.</summary>
    public bool IsPresent => _session == _client.Session.Id && _client.Session.IsConnected;

    /// <summary>Completes when the membership was left, or with the client's disposal; fails with the reason when it was given up. Its node may then still be there until the session ends.</summary>
    public Task Completion => _keeping;

    /// <summary>Why it was given up; null while it is kept up, and when it was left.</summary>
    public ZkException? Failure { get; private set; }

    /// <summary>Completes with the first joining; fails when that cannot be.</summary>
    internal Task Joined => _joined.Task;

    /// <summary>Changes the status. Done when it was handed over; changes that follow each other quickly are merged, the newest wins.</summary>
    /// <exception cref="NotSupportedException">A member with kazoo's naming has no status.</exception>
    public void Update(ReadOnlyMemory<byte> status)
    {
        if (_naming == GroupNaming.Kazoo) throw new NotSupportedException($"The member {Id} has kazoo's form, in which there is no status. Join with Curator's naming to have one.");
        _wanted = new Wanted(status);
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Leaves: the node is removed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended.IsCancellationRequested) return;
        await _ended.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _states.Dispose();
        _life?.Dispose();
        if (_session != SessionId.None) await new OwnNodes(_client, Node.Parent, acl: null).RemoveSoonAsync(new OwnNode(Node, Zxid.None, _session)).ConfigureAwait(false);
        CoordinationLog.Left(_logger, _session, Node);
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    if (_isGone || _session != _client.Session.Id || !ReferenceEquals(_wanted, _written)) await WriteAsync(cancellationToken).ConfigureAwait(false);
                    _joined.TrySetResult();
                    attempt = -1;
                    await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (ZkException e) when (e.IsTransient || IsRace(e) || (IsTaken(e) && _joined.Task.IsCompletedSuccessfully))
                {
                    CoordinationLog.MembershipDelayed(_logger, e, _client.Session.Id, Node);
                    await Patience.PauseAsync(_client, attempt, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            Fail(e);
        }
        catch (ZkException e)
        {
            Failure = e;
            if (!Fail(e)) CoordinationLog.MembershipGivenUp(_logger, e, _client.Session.Id, Node);
            throw;
        }
    }

    /// <summary>Lets the joining fail, which nobody need look at; false when it had joined.</summary>
    private bool Fail(Exception exception)
    {
        var isFirst = _joined.TrySetException(exception);
        _ = _joined.Task.Exception;
        return isFirst;
    }

    /// <summary>Somebody did something between a look and a deed of ours.</summary>
    private static bool IsRace(ZkException exception) => exception is NoNodeException or BadVersionException or NodeExistsException;

    private static bool IsTaken(ZkException exception) => exception.ErrorId == CoordinationErrorIds.MemberTaken;

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var wanted = _wanted;
        var patience = (_client.Session.NegotiatedTimeout * 2) + TimeSpan.FromSeconds(1);
        var started = _client.Options.TimeProvider.GetTimestamp();
        while (true)
        {
            var session = _client.Session.Id;
            var (existence, watch) = await _client.ExistsWatchedAsync(Node, cancellationToken).ConfigureAwait(false);
            await using (watch.ConfigureAwait(false))
            {
                if (existence.Exists && existence.Stat.Value.EphemeralOwner == session.Value)
                {
                    await _client.SetAsync(Node, wanted.Data, NodeVersion.Any, cancellationToken).ConfigureAwait(false);
                    (_session, _written) = (session, wanted);
                    Watch(new OwnNode(Node, existence.Stat.Value.Czxid, session));
                    return;
                }

                if (!existence.Exists)
                {
                    if (await TryCreateAsync(wanted, cancellationToken).ConfigureAwait(false)) return;
                    continue;
                }

                // Ours from a session that has ended: nobody else keeps it, so it need not be waited out.
                if (_session != SessionId.None && existence.Stat.Value.EphemeralOwner == _session.Value)
                {
                    await _client.DeleteAsync(Node, existence.Stat.Value.Version, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                var left = patience - _client.Options.TimeProvider.GetElapsedTime(started);
                if (left <= TimeSpan.Zero) throw Taken(existence.Stat.Value);
                await ((Task)watch.Fired).WaitAsync(left, _client.Options.TimeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task<bool> TryCreateAsync(Wanted wanted, CancellationToken cancellationToken)
    {
        try
        {
            var created = await _client.CreateAsync(Node, wanted.Data, CreateMode.Ephemeral, cancellationToken: cancellationToken).ConfigureAwait(false);
            _session = created.Stat is { } stat ? new SessionId(stat.EphemeralOwner) : _client.Session.Id;
            _written = wanted;
            Watch(new OwnNode(Node, created.Zxid, _session));
            CoordinationLog.Joined(_logger, _session, Node);
            return true;
        }
        catch (NoNodeException)
        {
            await ContainerNodes.EnsureAsync(_client, Node.Parent, cancellationToken).ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
            // Somebody else, or an attempt of ours whose reply was lost: the next look tells.
        }

        return false;
    }

    /// <summary>Looks at once whether the node stays. Where the member may not read its own node, nothing is seen and it stays as it is.</summary>
    private void Watch(OwnNode node)
    {
        if (!_isGone && _life?.Node == node) return;
        _isGone = false;
        _life?.Dispose();
        _life = new NodeLife(_client, node, firstLook: TimeSpan.Zero);
        _ = WakeAsync(_life);
    }

    private async Task WakeAsync(NodeLife life)
    {
        if (!await life.Gone.ConfigureAwait(false) || life != _life) return;
        _isGone = true;
        _wake.Writer.TryWrite(true);
    }

    private CoordinationException Taken(Stat stat) => new(
        CoordinationErrorIds.MemberTaken,
        $"Joining {Node.Parent} as '{Id}' failed: a living session, {new SessionId(stat.EphemeralOwner)}, has that id. Take another one, or wait until it has left.") { Path = Node };

    private sealed record Wanted(ReadOnlyMemory<byte> Data);
}
