using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>
/// Creates that are safe to retry: a marker in the name tells our node from all others. Source of the marker:
/// Curator, <c>ProtectedUtils</c>; of the session check: CURATOR-498.
/// </summary>
public sealed partial class ZkClient
{
    private async ValueTask<ZkCreated> CreateProtectedAsync(
        ZkPath path, ReadOnlyMemory<byte> data, CreateMode mode, ZkCreateOptions options, CancellationToken cancellationToken)
    {
        var started = Options.TimeProvider.GetTimestamp();
        var marker = NewMarker();
        while (true)
        {
            try
            {
                var marked = path.Parent / (marker + path.Name);
                return options.CreateParents
                    ? await CreateWithParentsAsync(marked, data, mode, options, cancellationToken)
                    : await CreateOnceAsync(marked, data, mode, options, cancellationToken);
            }
            catch (ConnectionLossException lost) when (HasTime(started))
            {
                var found = await FindMarkedAsync(path.Parent, marker, lost, cancellationToken);
                if (found is null) continue;
                if (!mode.IsEphemeral() || found.Stat!.Value.EphemeralOwner == Session.Id.Value) return found;

                // Made by a session that has ended: the node will go with it and must not be taken for ours.
                marker = NewMarker();
            }
        }
    }

    // The sync goes through the leader behind whatever was sent before; and what the lost connection had not delivered,
    // the leader refuses, since the session has moved. So a node that is not there now will not come later.
    private async ValueTask<ZkCreated?> FindMarkedAsync(ZkPath parent, string marker, ConnectionLossException lost, CancellationToken cancellationToken)
    {
        try
        {
            await SyncAsync(parent, cancellationToken);
            var children = await GetChildrenAsync(parent, cancellationToken);
            var name = children.Names.FirstOrDefault(child => child.StartsWith(marker, StringComparison.Ordinal));
            if (name is null) return null;
            var existence = await ExistsAsync(parent / name, cancellationToken);
            return existence.Exists ? new ZkCreated(existence.Path, existence.Stat, existence.Stat.Value.Czxid) : null;
        }
        catch (NoNodeException)
        {
            return null;
        }
        catch (ZkException e)
        {
            // What the caller has to know is that the create's outcome is open, not which step of the search failed.
            throw new ConnectionLossException(lost.OutcomeUnknown, $"{lost.Message} Looking for the node below {parent} failed too: {e.Message}", e)
            {
                Path = lost.Path,
                Operation = lost.Operation,
            };
        }
    }

    private bool HasTime(long started) =>
        Options.RequestTimeout == Timeout.InfiniteTimeSpan || Options.TimeProvider.GetElapsedTime(started) < Options.RequestTimeout;

    private static string NewMarker() => $"_c_{Guid.NewGuid():D}-";
}
