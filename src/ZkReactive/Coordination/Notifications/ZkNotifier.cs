using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Coordination.Groups;
using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Notifications;

/// <summary>
/// Tells everybody who listens, and waits until each has dealt with it. Everything is ephemeral: a message goes with its
/// sender, a listener and its acknowledgements with the listener.
/// </summary>
public sealed class ZkNotifier
{
    private const string MessageName = "message-";
    private const char Between = '~';

    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(2);

    private readonly IZkClient _client;
    private readonly ZkPath _messages;
    private readonly ZkPath _answers;
    private readonly ZkGroup _listeners;

    /// <summary>Makes one; nothing is asked of the server yet.</summary>
    public ZkNotifier(IZkClient client, ZkPath path)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        Path = path;
        _messages = path / "messages";
        _answers = path / "answers";
        _listeners = new ZkGroup(client, path / "listeners");
    }

    /// <summary>The node below which messages, answers and listeners are.</summary>
    public ZkPath Path { get; }

    /// <summary>Who listens now.</summary>
    public async Task<IReadOnlyList<string>> ReadListenersAsync(CancellationToken cancellationToken = default) =>
        [.. (await _listeners.ReadAsync(cancellationToken).ConfigureAwait(false)).Select(member => member.Id)];

    /// <summary>Sends a message to those who listen now and waits until each has dealt with it or gone, at most for <paramref name="timeout"/>.</summary>
    public async Task<ZkNotificationResult> SendAsync(ReadOnlyMemory<byte> data, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        await ContainerNodes.EnsureAsync(_client, _answers, cancellationToken).ConfigureAwait(false);
        var expected = await ReadListenersAsync(cancellationToken).ConfigureAwait(false);
        var nodes = new OwnNodes(_client, _messages, acl: null);
        var message = await nodes.CreateAsync(() => LockNames.NewMarker(LockNaming.Curator), MessageName, data, cancellationToken).ConfigureAwait(false);
        using var deadline = new CancellationTokenSource(timeout, _client.Options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        HashSet<string> answered = [];
        HashSet<string> present = [.. expected];
        try
        {
            while (expected.Any(id => !answered.Contains(id) && present.Contains(id)))
            {
                var answers = await WatchAsync(_answers, both.Token).ConfigureAwait(false);
                await using (answers.Watch.ConfigureAwait(false))
                {
                    var listeners = await WatchAsync(_listeners.Path, both.Token).ConfigureAwait(false);
                    await using (listeners.Watch.ConfigureAwait(false))
                    {
                        answered.UnionWith(answers.Value.Names.Where(name => name.StartsWith(message.Path.Name + Between, StringComparison.Ordinal)).Select(name => name[(message.Path.Name.Length + 1)..]));
                        present = [.. listeners.Value.Names];
                        if (!expected.Any(id => !answered.Contains(id) && present.Contains(id))) break;
                        await await Task.WhenAny(NodeWait.AnyAsync(_client, answers.Watch, both.Token), NodeWait.AnyAsync(_client, listeners.Watch, both.Token)).ConfigureAwait(false);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time is over: what has come until now counts.
        }
        finally
        {
            await nodes.RemoveSoonAsync(message).ConfigureAwait(false);
        }

        var result = new ZkNotificationResult(
            [.. expected.Where(answered.Contains)],
            [.. expected.Where(id => !answered.Contains(id) && !present.Contains(id))],
            [.. expected.Where(id => !answered.Contains(id) && present.Contains(id))]);
        CoordinationLog.Notified(CoordinationLog.Of(_client), message.Session, Path, result.Acknowledged.Count, result.Left.Count, result.Missing.Count);
        return result;
    }

    /// <summary>
    /// Listens until cancelled or told to end: each message that is there or comes is given to <paramref name="handle"/>, one at a time in the
    /// order of sending, and acknowledged when that has returned. After a lost session a message may be given again.
    /// </summary>
    /// <param name="id">Who listens; unique among the listeners.</param>
    /// <param name="handle">Deals with a message and says whether to go on listening. What it throws ends the listening.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    /// <exception cref="CoordinationException">Another listener has the id.</exception>
    /// <exception cref="ZkException">It cannot be a listener any more, for a reason that trying again cannot mend.</exception>
    public async Task ListenAsync(string id, Func<ZkNotification, CancellationToken, Task<bool>> handle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handle);
        await ContainerNodes.EnsureAsync(_client, _answers, cancellationToken).ConfigureAwait(false);
        var membership = await _listeners.JoinAsync(id, cancellationToken: cancellationToken).ConfigureAwait(false);
        var handled = new Dictionary<string, SessionId>(StringComparer.Ordinal);
        await using (membership.ConfigureAwait(false))
        {
            try
            {
                while (true)
                {
                    var messages = await WatchAsync(_messages, cancellationToken).ConfigureAwait(false);
                    await using (messages.Watch.ConfigureAwait(false))
                    {
                        await ForgetAsync(id, handled, messages.Value.Names).ConfigureAwait(false);
                        foreach (var name in LineOrder.Sort(messages.Value.Names, MessageName).Where(name => !handled.TryGetValue(name, out var session) || session != _client.Session.Id))
                        {
                            if (!await HandleAsync(id, name, handled, handle, cancellationToken).ConfigureAwait(false)) return;
                        }

                        // Nobody counts on a listener that is none any more.
                        await await Task.WhenAny(NodeWait.AnyAsync(_client, messages.Watch, cancellationToken), membership.Completion).ConfigureAwait(false);
                    }
                }
            }
            finally
            {
                await DrainAsync(handled).ConfigureAwait(false);
                await ForgetAsync(id, handled, []).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> HandleAsync(string id, string name, Dictionary<string, SessionId> handled, Func<ZkNotification, CancellationToken, Task<bool>> handle, CancellationToken cancellationToken)
    {
        var goOn = true;
        try
        {
            if (!handled.ContainsKey(name))
            {
                var node = await Patience.RunAsync(_client, token => _client.GetAsync(_messages / name, token), cancellationToken).ConfigureAwait(false);
                goOn = await handle(new ZkNotification(name, node.Data), cancellationToken).ConfigureAwait(false);
            }

            handled[name] = await AnswerAsync(_answers / (name + Between + id), cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            // Its sender has given up, or is gone.
        }

        return goOn;
    }

    /// <summary>An answer that goes before its sender has read it would look like a listener that left: stays a while for it.</summary>
    private async Task DrainAsync(Dictionary<string, SessionId> handled)
    {
        using var deadline = new CancellationTokenSource(LongestDrain, _client.Options.TimeProvider);
        try
        {
            while (handled.Count > 0)
            {
                var messages = await WatchAsync(_messages, deadline.Token).ConfigureAwait(false);
                await using (messages.Watch.ConfigureAwait(false))
                {
                    if (!handled.Keys.Any(messages.Value.Names.Contains)) return;
                    await NodeWait.AnyAsync(_client, messages.Watch, deadline.Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or ZkException)
        {
            // Long enough, or there is nobody to answer to.
        }
    }

    private Task<SessionId> AnswerAsync(ZkPath answer, CancellationToken cancellationToken) => Patience.RunAsync(
        _client,
        async token =>
        {
            try
            {
                var created = await _client.CreateAsync(answer, default, CreateMode.Ephemeral, new ZkCreateOptions { CreateParents = true }, token).ConfigureAwait(false);
                return created.Stat is { } stat ? new SessionId(stat.EphemeralOwner) : _client.Session.Id;
            }
            catch (NodeExistsException)
            {
                var found = await _client.ExistsAsync(answer, token).ConfigureAwait(false);
                return found.Exists ? new SessionId(found.Stat.Value.EphemeralOwner) : SessionId.None;
            }
        },
        cancellationToken);

    /// <summary>Takes answers back whose messages are gone.</summary>
    private async Task ForgetAsync(string id, Dictionary<string, SessionId> handled, IReadOnlyList<string> present)
    {
        var nodes = new OwnNodes(_client, _answers, acl: null);
        foreach (var (name, session) in handled.Where(one => !present.Contains(one.Key)).ToArray())
        {
            handled.Remove(name);
            await nodes.RemoveSoonAsync(new OwnNode(_answers / (name + Between + id), Zxid.None, session)).ConfigureAwait(false);
        }
    }

    private Task<Watched<ZkChildren>> WatchAsync(ZkPath path, CancellationToken cancellationToken) => Patience.RunAsync(
        _client,
        async token =>
        {
            while (true)
            {
                try
                {
                    return await _client.GetChildrenWatchedAsync(path, token).ConfigureAwait(false);
                }
                catch (NoNodeException)
                {
                    await ContainerNodes.EnsureAsync(_client, path, token).ConfigureAwait(false);
                }
            }
        },
        cancellationToken);
}
