using ZkReactive.Nodes;
using ZkReactive.PowerShell.Output;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Drive;

/// <content>One item: is it there, what is it, and its value.</content>
public sealed partial class ZkDriveProvider
{
    /// <inheritdoc/>
    protected override bool IsValidPath(string path) => ZkPath.TryParse(DrivePath.Parse(path).NodeText, out _, out _);

    /// <summary>Whether the node is there. Not looked up where it is read next: that says what is wrong better than the engine would.</summary>
    protected override bool ItemExists(string path) =>
        DynamicParameters is ZkChildParameters || IsReadNext(path) || (IsValidPath(path) && Require(path, FindAsync, otherwise: null) is not null);

    /// <inheritdoc/>
    protected override object ItemExistsDynamicParameters(string path) => new ZkItemParameters();

    /// <inheritdoc/>
    protected override bool IsItemContainer(string path)
    {
        if (IsReadNext(path)) return true;
        if (!IsValidPath(path)) return false;
        if (DynamicParameters is ZkChildParameters listing && listing.Find(DrivePath.Parse(path).Node) is { } known) return known.Names.Count > 0;
        return Require(path, FindAsync, otherwise: default(Stat)) is { Kind: not NodeKind.Ephemeral };
    }

    /// <inheritdoc/>
    protected override bool HasChildItems(string path) => Require(path, FindAsync, otherwise: null) is { ChildCount: > 0 };

    /// <inheritdoc/>
    protected override void GetItem(string path)
    {
        var ahead = DynamicParameters is ZkChildParameters listing && IsValidPath(path) ? listing.Find(DrivePath.Parse(path).Node)?.Content : null;
        if (Try(path, async (at, token) => ahead is null ? await ReadAsync(at, token) : new ZkNodeItem(ahead, at.Session), out var node)) Write(node);
    }

    /// <inheritdoc/>
    protected override object GetItemDynamicParameters(string path) => new ZkItemParameters();

    /// <inheritdoc/>
    protected override void SetItem(string path, object value)
    {
        if (!MayWrite(Shown(path), "Set data")) return;
        var version = (DynamicParameters as ZkVersionParameters)?.Version;
        if (Try(path, (at, token) => WriteAsync(at, NodeValue.ToBytes(value), version, token), out var node)) Write(node);
    }

    /// <inheritdoc/>
    protected override object SetItemDynamicParameters(string path, object value) => new ZkVersionParameters();

    /// <inheritdoc/>
    protected override void ClearItem(string path)
    {
        if (!MayWrite(Shown(path), "Clear data")) return;
        var version = (DynamicParameters as ZkVersionParameters)?.Version;
        if (Try(path, (at, token) => WriteAsync(at, [], version ?? NodeVersion.Any.Value, token), out var node)) Write(node);
    }

    /// <inheritdoc/>
    protected override object ClearItemDynamicParameters(string path) => new ZkVersionParameters();

    private bool IsReadNext(string path) => DynamicParameters is ZkTransferParameters transfer && transfer.IsSource(path);

    /// <summary>The stat of a node, null when it is not there: asked once for a command.</summary>
    private async Task<Stat?> FindAsync(Location at, CancellationToken cancellationToken)
    {
        var known = DynamicParameters as ZkItemParameters;
        var (key, clock) = (at.Path.ToString(), at.Client.Options.TimeProvider);
        if (known is not null && known.TryFind(key, clock, out var found)) return found;
        var stat = (await at.Client.ExistsAsync(at.Node, cancellationToken)).Stat;
        known?.Keep(key, stat, clock);
        return stat;
    }

    /// <summary>Asks whether to write, and if so, forgets what was found before.</summary>
    private bool MayWrite(string target, string action)
    {
        if (!ShouldProcess(target, action)) return false;
        (DynamicParameters as ZkItemParameters)?.Forget();
        return true;
    }

    private static async Task<ZkNodeItem> ReadAsync(Location at, CancellationToken cancellationToken) =>
        new(await at.Client.GetAsync(at.Node, cancellationToken), at.Session);

    /// <summary>Sets a node's data; where no version is asked for, creates the node if it is not there.</summary>
    private async Task<ZkNodeItem> WriteAsync(Location at, byte[] data, int? version, CancellationToken cancellationToken)
    {
        var stat = version is { } expected
            ? await at.Client.SetAsync(at.Node, data, expected, cancellationToken)
            : (await at.Client.SetOrCreateAsync(at.Node, data, createParents: Force, cancellationToken)).Stat;
        return stat is { } known ? new ZkNodeItem(at.Node, data, known, at.Session) : await ReadAsync(at, cancellationToken);
    }

    private void Write(ZkNodeItem node) => WriteItemObject(node, node.ProviderPath, node.Kind != NodeKind.Ephemeral);
}
