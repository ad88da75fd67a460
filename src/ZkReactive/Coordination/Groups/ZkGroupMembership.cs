using System.Threading.Channels;
using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Groups;

/// <summary>A membership that is kept up until it is disposed, over lost connections and expired sessions.</summary>
public sealed class ZkGroupMembership : IAsyncDisposable
{
    private readonly IZkClient _client;
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

    internal ZkGroupMembership(IZkClient client, ZkPath node, string id, ReadOnlyMemory<byte> data, GroupNaming naming)
    {
        _client = client;
        _naming = naming;
        _wanted = new Wanted(data);
        Node = node;
        Id = id;
        _states = client.SessionStates.Subscribe(_ => _wake.Writer.TryWrite(true), _ => { }, () => { });
        _keeping = KeepAsync(_ended.Token);
    }

    /// <summary>Who it is.</summary>
    public string Id { get; }

    /// <summary>The node that stands for it.</summary>
    public ZkPath Node { get; }

    /// <summary>Whether its node is there on the present session.</summary>
    public bool IsPresent => _session == _client.Session.Id && _client.Session.IsConnected;

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
        await _keeping.ConfigureAwait(false);
        _states.Dispose();
        if (_session != SessionId.None) await new OwnNodes(_client, Node.Parent, acl: null).RemoveSoonAsync(new OwnNode(Node, Zxid.None, _session)).ConfigureAwait(false);
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    if (_session != _client.Session.Id || !ReferenceEquals(_wanted, _written)) await WriteAsync(cancellationToken).ConfigureAwait(false);
                    _joined.TrySetResult();
                    attempt = -1;
                    await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (ZkException e) when (e.IsTransient || _joined.Task.IsCompletedSuccessfully)
                {
                    await Patience.PauseAsync(_client, attempt, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or ZkException)
        {
            _joined.TrySetException(e);
            _ = _joined.Task.Exception;
        }
    }

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
                    return;
                }

                if (!existence.Exists)
                {
                    await TryCreateAsync(wanted, cancellationToken).ConfigureAwait(false);
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

    private async Task TryCreateAsync(Wanted wanted, CancellationToken cancellationToken)
    {
        try
        {
            var created = await _client.CreateAsync(Node, wanted.Data, CreateMode.Ephemeral, cancellationToken: cancellationToken).ConfigureAwait(false);
            _session = created.Stat is { } stat ? new SessionId(stat.EphemeralOwner) : _client.Session.Id;
            _written = wanted;
        }
        catch (NoNodeException)
        {
            await ContainerNodes.EnsureAsync(_client, Node.Parent).ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
            // Somebody else, or an attempt of ours whose reply was lost: the next look tells.
        }
    }

    private CoordinationException Taken(Stat stat) => new(
        CoordinationErrorIds.MemberTaken,
        $"Joining {Node.Parent} as '{Id}' failed: a living session, {new SessionId(stat.EphemeralOwner)}, has that id. Take another one, or wait until it has left.") { Path = Node };

    private sealed record Wanted(ReadOnlyMemory<byte> Data);
}
