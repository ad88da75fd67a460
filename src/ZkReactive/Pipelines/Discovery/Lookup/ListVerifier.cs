using System.Threading.Channels;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery.Lookup;

/// <summary>
/// Says whether a list is to be trusted. After a reconnect the streams emit nothing where nothing has changed, so silence
/// proves nothing; the verifier compares what is followed with what is there: names alone when the session lived on (its
/// watches were set again with all they had missed), every node after an expiry. Until they agree the list is in doubt.
/// </summary>
internal sealed class ListVerifier : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Consumers that reconnect together do not ask together.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    private readonly IZkClient _client;
    private readonly ZkPath _path;
    private readonly Func<ServiceFollower?> _follower;
    private readonly Action<Zxid, bool> _verified;
    private readonly Action _doubted;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Says "look again"; one is enough, more are dropped.</summary>
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The connection and session on which the list was last made sure of. The reference is replaced as a whole.</summary>
    private volatile Mark _sure;

    private IDisposable? _sessions;
    private Task _running = Task.CompletedTask;

    internal ListVerifier(IZkClient client, ZkPath path, Func<ServiceFollower?> follower, Action<Zxid, bool> verified, Action doubted)
    {
        _client = client;
        _path = path;
        _follower = follower;
        _verified = verified;
        _doubted = doubted;

        // What the streams read first, they read on this connection, or on the first if there was none yet.
        var session = client.Session;
        _sure = new Mark(session.SessionNumber == 0 ? 1 : session.SessionNumber, session.ConnectionNumber == 0 ? 1 : session.ConnectionNumber);
    }

    internal void Start()
    {
        _running = Task.Run(RunAsync);
        _sessions = _client.SessionStates.Subscribe(_ => Wake(), _ => { }, () => { });
    }

    /// <summary>Whether what the streams give now is read on the connection that was made sure of.</summary>
    internal bool IsSure()
    {
        var session = _client.Session;
        return session.IsConnected && _sure.Connection == session.ConnectionNumber;
    }

    internal void Wake() => _wake.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        _sessions?.Dispose();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _wake.Reader.ReadAsync(_stop.Token).ConfigureAwait(false);
                if (IsSure()) continue;
                _doubted();
                if (_client.Session.IsConnected) await VerifyAsync(_client.Session).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // Stopped, or the client was disposed.
        }
    }

    private async Task VerifyAsync(ZkSessionState session)
    {
        var isNewSession = session.SessionNumber != _sure.Session;
        await Task.Delay(Window * Random.Shared.NextDouble(), _client.Options.TimeProvider, _stop.Token).ConfigureAwait(false);
        while (_client.Session is { IsConnected: true } now && now.ConnectionNumber == session.ConnectionNumber)
        {
            if (await TryMatchAsync(isNewSession).ConfigureAwait(false) is { } match)
            {
                _sure = new Mark(session.SessionNumber, session.ConnectionNumber);
                _verified(match.Zxid, match.Exists);
                return;
            }

            await Task.Delay(Pause, _client.Options.TimeProvider, _stop.Token).ConfigureAwait(false);
        }
    }

    private async Task<(Zxid Zxid, bool Exists)?> TryMatchAsync(bool isNewSession)
    {
        try
        {
            var children = await ServiceReads.ListAsync(_client, _path, _stop.Token).ConfigureAwait(false);
            if (_follower() is not { } follower || !follower.Matches(children)) return null;
            if (children is null)
            {
                var existence = await _client.ExistsAsync(_path, _stop.Token).ConfigureAwait(false);
                return existence.Exists ? null : (existence.Zxid, false);
            }

            if (!isNewSession) return (children.Zxid, true);
            var nodes = await ServiceReads.ReadAsync(_client, children, _stop.Token).ConfigureAwait(false);
            return follower.Matches(nodes) ? (children.Zxid, true) : null;
        }
        catch (ZkException)
        {
            // Not now: the streams have their own way of failing, and the next connection wakes this again.
            return null;
        }
    }

    private sealed record Mark(int Session, int Connection);
}
