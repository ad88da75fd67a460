using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery.Formats;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Pipelines.Discovery.Registration;

/// <summary>A registration's node: takes the decider's steps and says what came of them.</summary>
internal sealed class ServiceNode(IZkClient client, ServiceRegistrationOptions options)
{
    private static readonly ZkCreateOptions WithParents = new() { CreateParents = true };

    private readonly byte[] _data = options.Format == ServiceFormat.HostPort
        ? HostPortPayload.Write(options)
        : CuratorPayload.Write(options, options.TimeProvider.GetUtcNow());

    internal ZkPath Path { get; } = options.Path / options.NodeName;

    /// <summary>Takes a step; its failure is a command too. Throws only when the client is disposed or the token fires.</summary>
    internal async Task<ServiceCommand> DoAsync(ServiceStep step, ServiceNodeView known, CancellationToken cancellationToken)
    {
        try
        {
            return new ServiceCommand.FinishStep(Now, step, await ViewAfterAsync(step, known, cancellationToken).ConfigureAwait(false));
        }
        catch (ZkException e)
        {
            return new ServiceCommand.FailStep(Now, step, e.ErrorId, e.Message);
        }
    }

    /// <summary>The node as its watch saw it.</summary>
    internal ServiceNodeView View(NodeChange change) => change.Stat is { } stat ? Present(stat, change.Data) : new ServiceNodeView.Absent(change.Zxid);

    private DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    private async Task<ServiceNodeView> ViewAfterAsync(ServiceStep step, ServiceNodeView known, CancellationToken cancellationToken)
    {
        try
        {
            return step switch
            {
                ServiceStep.Look => await LookAsync(cancellationToken).ConfigureAwait(false),
                ServiceStep.Create => await CreateAsync(cancellationToken).ConfigureAwait(false),
                ServiceStep.Replace => await ReplaceAsync(VersionOf(known), cancellationToken).ConfigureAwait(false),
                ServiceStep.Write => Present(await client.SetAsync(Path, _data, VersionOf(known), cancellationToken).ConfigureAwait(false), _data),
                ServiceStep.Remove => await RemoveAsync(VersionOf(known), cancellationToken).ConfigureAwait(false),
                _ => throw new ArgumentOutOfRangeException(nameof(step), step, null),
            };
        }
        catch (NoNodeException e)
        {
            return new ServiceNodeView.Absent(e.Zxid);
        }
        catch (Exception e) when (e is NodeExistsException or BadVersionException || (e is MultiFailedException { Cause: var cause } && cause is NodeExistsException or BadVersionException or NoNodeException))
        {
            return new ServiceNodeView.Unknown(IsOccupied: true);
        }
    }

    /// <summary>Behind a sync: what was sent before, whatever became of its reply, is done or never will be.</summary>
    private async Task<ServiceNodeView> LookAsync(CancellationToken cancellationToken)
    {
        await client.SyncAsync(Path, cancellationToken).ConfigureAwait(false);
        var node = await client.GetAsync(Path, cancellationToken).ConfigureAwait(false);
        return Present(node.Stat, node.Data);
    }

    private async Task<ServiceNodeView> CreateAsync(CancellationToken cancellationToken)
    {
        var created = await client.CreateAsync(Path, _data, CreateMode.Ephemeral, WithParents, cancellationToken).ConfigureAwait(false);
        return created.Stat is { } stat ? Present(stat, _data) : await LookAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>In one transaction, so that nobody who looks finds neither the old node nor the new one.</summary>
    private async Task<ServiceNodeView> ReplaceAsync(NodeVersion version, CancellationToken cancellationToken)
    {
        await client.MultiAsync([new ZkOperation.Delete(Path, version), new ZkOperation.Create(Path, _data, CreateMode.Ephemeral)], cancellationToken).ConfigureAwait(false);
        return await LookAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<ServiceNodeView> RemoveAsync(NodeVersion version, CancellationToken cancellationToken)
    {
        await client.DeleteAsync(Path, version, cancellationToken).ConfigureAwait(false);
        return new ServiceNodeView.Absent(Zxid.None);
    }

    private static NodeVersion VersionOf(ServiceNodeView known) => known is ServiceNodeView.Present present ? present.Version : NodeVersion.Any;

    private ServiceNodeView.Present Present(Stat stat, ReadOnlyMemory<byte> data) => new(
        stat.Kind == NodeKind.Ephemeral ? new SessionId(stat.EphemeralOwner) : SessionId.None, stat.Version, stat.Czxid, stat.Mzxid, ContentOf(stat, data));

    private ServiceNodeContent ContentOf(Stat stat, ReadOnlyMemory<byte> data)
    {
        if (data.Span.SequenceEqual(_data)) return ServiceNodeContent.Same;
        return ServicePayload.TryRead(Path, data, stat, out var instance, out _) && instance.Address == options.Address && instance.Port == options.Port
            ? ServiceNodeContent.SameEndPoint
            : ServiceNodeContent.Other;
    }
}
