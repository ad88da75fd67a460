using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Elections;

/// <summary>
/// Lets one of many do the work: the leader. It is a <see cref="ZkMutex"/> that is entered again and again, so Curator's
/// <c>LeaderSelector</c> and, with kazoo's naming, kazoo's <c>Election</c> can be candidates on the same path.
/// </summary>
public sealed class ZkElection
{
    private readonly ZkMutex _mutex;
    private readonly ILogger _logger;

    /// <summary>Makes one; nothing is asked of the server yet.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="path">The node below which the candidates stand in line.</param>
    /// <param name="options">Their data (who the candidate is), naming and so on; null for the defaults.</param>
    public ZkElection(IZkClient client, ZkPath path, ZkLockOptions? options = null)
    {
        _mutex = new ZkMutex(client, path, options);
        _logger = CoordinationLog.Of(client);
    }

    /// <summary>The node below which the candidates stand in line.</summary>
    public ZkPath Path => _mutex.Path;

    /// <summary>
    /// Stands as a candidate until <paramref name="lead"/> has done its work as the leader. When leadership is lost its token
    /// fires; once it has come back, this candidate stands anew, and <paramref name="lead"/> is called again when it leads.
    /// So no two calls of one candidate overlap, and after the work was done the next candidate leads.
    /// </summary>
    /// <param name="lead">The leader's work. Its epoch is the lock's fencing token: it grows from leader to leader.</param>
    /// <param name="cancellationToken">Stops being a candidate; a leader is told by its token and waited for.</param>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public async Task RunAsync(Func<ZkLockHandle, CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lead);
        while (true)
        {
            var leadership = await _mutex.AcquireAsync(cancellationToken).ConfigureAwait(false);
            await using (leadership.ConfigureAwait(false))
            {
                CoordinationLog.Leads(_logger, leadership.Session, Path, leadership.FencingToken);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(leadership.Lost, cancellationToken);
                try
                {
                    await lead(leadership, both.Token).ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                    if (leadership.Loss is null) return;
                }
                catch (OperationCanceledException) when (leadership.Loss is not null && !cancellationToken.IsCancellationRequested)
                {
                    // Lost while leading: stand again.
                }
                finally
                {
                    CoordinationLog.LeadEnded(_logger, leadership.Session, Path, leadership.FencingToken, leadership.Loss);
                }
            }
        }
    }

    /// <summary>The candidates, the leader first.</summary>
    public Task<IReadOnlyList<ZkLockContender>> ReadCandidatesAsync(CancellationToken cancellationToken = default) => _mutex.ReadContendersAsync(cancellationToken);
}
