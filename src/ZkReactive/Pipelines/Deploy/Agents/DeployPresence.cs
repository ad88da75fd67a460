using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Pipelines.Deploy.Effects;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Agents;

/// <summary>
/// Keeps an agent's ephemeral node there and up to date. Updates that come faster than ZooKeeper takes them are merged, the
/// newest wins. The node is made again on the next session after one has expired, and when somebody has deleted it. A node of
/// another session is replaced when that session was this agent's own; a stranger's is left alone and tried again when it goes.
/// </summary>
internal sealed partial class DeployPresence : IDisposable
{
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(3);

    /// <summary>How often a stranger is looked at again when no watch tells of his going.</summary>
    private static readonly TimeSpan StrangerPause = TimeSpan.FromSeconds(10);

    private readonly IZkClient _client;
    private readonly DeployAgentOptions _options;
    private readonly DeployStateDirectory _state;
    private readonly Action<DeployEvent> _emit;
    private readonly ILogger _logger;
    private readonly ZkPath _node;
    private readonly TransientRetry _retry;
    private readonly IDisposable _sessions;

    /// <summary>Says "look again"; one is enough, more are dropped.</summary>
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>What the node should say. The reference is replaced as a whole.</summary>
    private volatile PresenceData _wanted;

    private PresenceData? _written;
    private SessionId _session = SessionId.None;
    private NodeLife? _life;
    private bool _isRefused;
    private volatile bool _isGone;
    private volatile bool _isLeft;

    internal DeployPresence(IZkClient client, DeployAgentOptions options, DeployStateDirectory state, PresenceData first, Action<DeployEvent> emit, ILogger logger)
    {
        _client = client;
        _options = options;
        _state = state;
        _wanted = first;
        _emit = emit;
        _logger = logger;
        _node = new DeployNodes(options.Path).Agent(options.AgentId);
        _retry = new TransientRetry(options.TimeProvider);
        _sessions = client.SessionStates.Subscribe(_ => _wake.Writer.TryWrite(true), _ => { }, () => { });
    }

    /// <summary>Sets what the node should say; nothing is written when it says so already.</summary>
    internal void Update(PresenceData data)
    {
        if (data == _wanted) return;
        _wanted = data;
        _wake.Writer.TryWrite(true);
    }

    /// <summary>From now on the node is not removed at the end, but stays with the session, saying what was wanted last.</summary>
    internal void Leave() => _isLeft = true;

    /// <summary>Keeps the node until cancelled, then removes it, or leaves it if so told.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await _retry.RunAsync(KeepAsync, cancellationToken).ConfigureAwait(false);
                    await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (ZkException e)
                {
                    LogRefused(e, _node.Value, e.ErrorId);
                    await Task.Delay(StrangerPause, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            await (_isLeft ? SayLastAsync() : RemoveAsync()).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _sessions.Dispose();
        _life?.Dispose();
    }

    /// <summary>Makes the node say what it should, if it does not yet.</summary>
    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        var wanted = _wanted;
        var session = _client.Session.Id;
        if (!_isGone && session == _session && ReferenceEquals(wanted, _written)) return;
        var data = DeployJson.Write(wanted);
        if (_isGone || _session == SessionId.None || session != _session || !await TrySetAsync(data, cancellationToken).ConfigureAwait(false))
        {
            await RegisterAsync(data, cancellationToken).ConfigureAwait(false);
        }

        _written = wanted;
    }

    private async Task<bool> TrySetAsync(byte[] data, CancellationToken cancellationToken)
    {
        try
        {
            await _client.SetAsync(_node, data, NodeVersion.Any, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (NoNodeException)
        {
            return false;
        }
    }

    private async Task RegisterAsync(byte[] data, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var created = await _client.CreateAsync(_node, data, CreateMode.Ephemeral, new ZkCreateOptions { CreateParents = true }, cancellationToken).ConfigureAwait(false);
                Registered(created.Stat?.EphemeralOwner ?? _client.Session.Id.Value, created.Stat?.Czxid ?? created.Zxid);
                return;
            }
            catch (NodeExistsException)
            {
                if (await TryTakeOverAsync(data, cancellationToken).ConfigureAwait(false)) return;
            }
        }
    }

    /// <summary>Decides by the session that owns the node. False to create it again.</summary>
    private async Task<bool> TryTakeOverAsync(byte[] data, CancellationToken cancellationToken)
    {
        var (found, watch) = await _client.ExistsWatchedAsync(_node, cancellationToken).ConfigureAwait(false);
        await using (watch.ConfigureAwait(false))
        {
            if (!found.Exists) return false;
            var owner = found.Stat.Value.EphemeralOwner;
            if (owner == _client.Session.Id.Value)
            {
                // Made by an attempt whose reply was lost.
                if (!await TrySetAsync(data, cancellationToken).ConfigureAwait(false)) return false;
                Registered(owner, found.Stat.Value.Czxid);
                return true;
            }

            if (owner == _session.Value || owner == _state.ReadSession())
            {
                // The state directory is locked, so whoever registered from here before is dead; only its session lives on.
                return await TryReplaceAsync(found.Stat.Value.Version, data, cancellationToken).ConfigureAwait(false);
            }

            Refused(new SessionId(owner));
            await Task.WhenAny(watch.Fired, Task.Delay(StrangerPause, _options.TimeProvider, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>In one step: nobody who lists the agents sees this one missing.</summary>
    private async Task<bool> TryReplaceAsync(NodeVersion version, byte[] data, CancellationToken cancellationToken)
    {
        try
        {
            await _client.MultiAsync([new ZkOperation.Delete(_node, version), new ZkOperation.Create(_node, data, CreateMode.Ephemeral)], cancellationToken).ConfigureAwait(false);
        }
        catch (MultiFailedException e) when (e.Cause is not NoAuthException)
        {
            // Gone or changed in between: the caller looks again.
            return false;
        }

        if ((await _client.ExistsAsync(_node, cancellationToken).ConfigureAwait(false)).Stat is not { } stat) return false;
        Registered(stat.EphemeralOwner, stat.Czxid);
        return true;
    }

    private void Registered(long owner, Zxid czxid)
    {
        _session = new SessionId(owner);
        _isGone = false;
        _life?.Dispose();
        _life = new NodeLife(_client, new OwnNode(_node, czxid, _session));
        _ = WakeAsync(_life);
        _isRefused = false;
        TryRemember();
        LogRegistered(_node.Value, _session);
        _emit(new DeployEvent.PresenceRegistered(_options.TimeProvider.GetUtcNow(), _session));
    }

    private async Task WakeAsync(NodeLife life)
    {
        if (!await life.Gone.ConfigureAwait(false)) return;
        _isGone = true;
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Without the note the next start waits until the session has expired; not worth failing for.</summary>
    private void TryRemember()
    {
        try
        {
            _state.WriteSession(_session.Value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotRemembered(e);
        }
    }

    private void Refused(SessionId owner)
    {
        if (_isRefused) return;
        _isRefused = true;
        var message = $"The agent id '{_options.AgentId}' is registered at {_node} by another session, {owner}. Give one of the two agents another id. This one goes on and tries again.";
        LogTaken(message);
        _emit(new DeployEvent.PresenceRefused(_options.TimeProvider.GetUtcNow(), new(DeployErrorIds.AgentIdTaken, message)));
    }

    private async Task SayLastAsync()
    {
        if (_isRefused || !_client.Session.IsConnected) return;
        using var limit = new CancellationTokenSource(GoodbyeTime, _options.TimeProvider);
        try
        {
            await KeepAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZkException or OperationCanceledException or ObjectDisposedException)
        {
            LogNotUpdated(e, _node.Value);
        }
    }

    private async Task RemoveAsync()
    {
        if (_session == SessionId.None || _session != _client.Session.Id || !_client.Session.IsConnected) return;
        using var limit = new CancellationTokenSource(GoodbyeTime, _options.TimeProvider);
        try
        {
            await DeleteQuietlyAsync(NodeVersion.Any, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZkException or OperationCanceledException or ObjectDisposedException)
        {
            LogNotRemoved(e, _node.Value);
        }
    }

    private async Task DeleteQuietlyAsync(NodeVersion version, CancellationToken cancellationToken)
    {
        try
        {
            await _client.DeleteAsync(_node, version, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NoNodeException or BadVersionException)
        {
            // Gone or changed in between: the caller looks again.
        }
    }

    [LoggerMessage(5120, LogLevel.Information, "Registered at {Node} with session {Session}")]
    private partial void LogRegistered(string node, SessionId session);

    [LoggerMessage(5121, LogLevel.Error, "{Message}")]
    private partial void LogTaken(string message);

    [LoggerMessage(5122, LogLevel.Error, "Cannot register at {Node}: {ErrorId}")]
    private partial void LogRefused(Exception exception, string node, string errorId);

    [LoggerMessage(5123, LogLevel.Warning, "The presence node {Node} could not be removed; it goes with the session")]
    private partial void LogNotRemoved(Exception exception, string node);

    [LoggerMessage(5125, LogLevel.Warning, "The presence node {Node} is left without the last state of this run")]
    private partial void LogNotUpdated(Exception exception, string node);

    [LoggerMessage(5124, LogLevel.Warning, "The session could not be noted in the state directory")]
    private partial void LogNotRemembered(Exception exception);
}
