using Microsoft.Extensions.Logging;
using ZkReactive.Client.Diagnostics;
using ZkReactive.Protocol;

namespace ZkReactive.Client.Sessions;

/// <summary>Keeps a client's list of servers as the ensemble has it, see <see cref="ZkClientOptions.FollowMembers"/>.</summary>
internal sealed class MembersFollower(
    Func<CancellationToken, ValueTask<Watched<ZkNode>>> readAsync, Action<string> use, Func<SessionId> session, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs until the client ends, or the ensemble turns out to have no list for this client. Never throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    var watched = await readAsync(cancellationToken);
                    Follow(watched.Value);
                    await watched.Watch.Fired.WaitAsync(cancellationToken);
                }
                catch (Exception e) when (e is ZkConnectionException or ZkTimeoutException or (ZkSessionException and not AuthFailedException))
                {
                    await Task.Delay(Pause, time, cancellationToken);
                }
            }
        }
        catch (ZkException e)
        {
            Log.MembersNotFollowed(logger, session(), e.Message);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The client was disposed.
        }
    }

    private void Follow(ZkNode config)
    {
        var members = ZkEnsembleMembers.Parse(config.Data.Span);
        if (members.ToConnectString() is { } servers) use(servers);
        else Log.MembersNotFollowed(logger, session(), members.Members.Count == 0 ? "the server runs alone" : "it does not tell every server's client address");
    }
}
