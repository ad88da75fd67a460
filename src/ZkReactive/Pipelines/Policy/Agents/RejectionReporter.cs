using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy.Agents;

/// <summary>
/// Keeps a node below <c>rejections</c> while the agent refuses the set that stands in ZooKeeper. Ephemeral: it says what is,
/// not what was, and goes with the agent; the past is in the journal.
/// </summary>
internal sealed partial class RejectionReporter : IDisposable
{
    /// <summary>So many errors are told; the first few say what to do.</summary>
    internal const int MaxFindings = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(3);

    private readonly IZkClient _client;
    private readonly PolicyAgentOptions _options;
    private readonly ILogger _logger;
    private readonly ZkPath _node;
    private readonly IDisposable _sessions;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile PolicyRejection? _wanted;
    private PolicyRejection? _written;
    private SessionId _session;

    internal RejectionReporter(IZkClient client, PolicyAgentOptions options, ILogger logger)
    {
        _client = client;
        _options = options;
        _logger = logger;
        _node = new PolicyNodes(options.Type).Rejection(options.AgentId);
        _sessions = client.SessionStates.Subscribe(new Waker(_wake.Writer));
    }

    /// <summary>Sets what is to be said; null for nothing.</summary>
    internal void Report(PolicyRejection? rejection)
    {
        _wanted = rejection;
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Keeps the node until cancelled, then removes it.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await KeepAsync(cancellationToken).ConfigureAwait(false);
                    await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (ZkException e)
                {
                    if (!e.IsTransient) LogNotReported(e, _node.Value, e.ErrorId);
                    await Task.Delay(Pause, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            await SayGoodbyeAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => _sessions.Dispose();

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        var wanted = _wanted;
        var session = _client.Session.Id;
        if (ReferenceEquals(wanted, _written) && (wanted is null || session == _session)) return;
        if (wanted is null) await DeleteAsync(cancellationToken).ConfigureAwait(false);
        else await WriteAsync(PolicyJson.Write(wanted), cancellationToken).ConfigureAwait(false);
        (_written, _session) = (wanted, session);
    }

    /// <summary>A node that is there already is this agent's, written before or left by its last session: it is made anew.</summary>
    private async Task WriteAsync(byte[] data, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await _client.CreateAsync(_node, data, CreateMode.Ephemeral, new ZkCreateOptions { CreateParents = true }, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (NodeExistsException)
            {
                await DeleteAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.DeleteAsync(_node, NodeVersion.Any, cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            // As it should be.
        }
    }

    private async Task SayGoodbyeAsync()
    {
        if (_written is null || _session != _client.Session.Id || !_client.Session.IsConnected) return;
        using var limit = new CancellationTokenSource(GoodbyeTime, _options.TimeProvider);
        try
        {
            await DeleteAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZkException or OperationCanceledException or ObjectDisposedException)
        {
            // It goes with the session.
        }
    }

    [LoggerMessage(5620, LogLevel.Warning, "That the set is refused cannot be said at {Node}: {ErrorId}; trying again")]
    private partial void LogNotReported(Exception exception, string node, string errorId);

    private sealed class Waker(ChannelWriter<bool> wake) : IObserver<ZkSessionState>
    {
        public void OnNext(ZkSessionState value) => wake.TryWrite(true);

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
