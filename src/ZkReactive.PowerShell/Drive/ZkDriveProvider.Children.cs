using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.Nodes;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Paths;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Drive;

/// <content>Children: listing, making and removing them.</content>
public sealed partial class ZkDriveProvider
{
    /// <inheritdoc/>
    protected override void GetChildItems(string path, bool recurse) => GetChildItems(path, recurse, uint.MaxValue);

    /// <inheritdoc/>
    protected override void GetChildItems(string path, bool recurse, uint depth)
    {
        var filter = string.IsNullOrEmpty(Filter) ? null : WildcardName.Parse(Filter);
        var levels = recurse ? (int)Math.Min(depth, int.MaxValue) : 0;
        Try(path, async (at, post, token) =>
        {
            await foreach (var node in at.Client.ReadDescendantsAsync(at.Node, levels, token))
            {
                if (filter?.IsMatch(node.Path.Name) == false) continue;
                await post.PostAsync(() => Write(new ZkNodeItem(node, at.Session)), token);
            }
        });
    }

    /// <inheritdoc/>
    protected override object GetChildItemsDynamicParameters(string path, bool recurse) => new ZkChildParameters();

    /// <inheritdoc/>
    protected override void GetChildNames(string path, ReturnContainers returnContainers)
    {
        // A walk that the engine does by itself: it comes back for each child.
        var walks = DynamicParameters as ZkChildParameters;
        var isFiltered = Include is { Count: > 0 } || Exclude is { Count: > 0 };
        if (returnContainers != ReturnContainers.ReturnAllContainers && !isFiltered) walks = null;
        if (!Try(path, async (at, token) => (at, Names: await ReadNamesAsync(at, walks, isFiltered, token)), out var parent)) return;

        var filter = string.IsNullOrEmpty(Filter) || returnContainers == ReturnContainers.ReturnAllContainers ? null : WildcardName.Parse(Filter);
        foreach (var name in parent.Names.Where(name => filter?.IsMatch(name) != false).Order(StringComparer.Ordinal))
        {
            if (Stopping) return;
            WriteItemObject(name, parent.at.Path.Of(parent.at.Node / name).ToString(), isContainer: true);
        }
    }

    /// <inheritdoc/>
    protected override object GetChildNamesDynamicParameters(string path) => new ZkChildParameters();

    /// <inheritdoc/>
    protected override void NewItem(string path, string itemTypeName, object newItemValue)
    {
        if (!MayWrite(Shown(path), "Create node")) return;
        var given = DynamicParameters as ZkNewItemParameters;
        var created = Try(path, LocateNew, async (at, token) =>
        {
            var kind = NewNodeKind.Parse(itemTypeName, given?.Ttl);
            var options = new ZkCreateOptions { CreateParents = Force, TimeToLive = given?.Ttl };
            var data = NodeValue.ToBytes(newItemValue);
            try
            {
                var made = await at.Client.CreateAsync(at.Node, data, kind.Mode, options, token);
                return made.Stat is { } stat ? new ZkNodeItem(made.Path, data, stat, at.Session) : await ReadAsync(at with { Node = made.Path }, token);
            }
            catch (NodeExistsException) when (kind.IsFolder && Force)
            {
                return await ReadAsync(at, token);
            }
        }, out var result);
        if (created) Write(result!);
    }

    /// <inheritdoc/>
    protected override object NewItemDynamicParameters(string path, string itemTypeName, object newItemValue) => new ZkNewItemParameters();

    /// <inheritdoc/>
    protected override void RemoveItem(string path, bool recurse)
    {
        if (!MayWrite(Shown(path), recurse ? "Delete node and all below" : "Delete node")) return;
        var version = (DynamicParameters as ZkVersionParameters)?.Version;
        Try(path, async (at, _, token) =>
        {
            if (recurse && version is null) await at.Client.DeleteTreeAsync(at.Node, token);
            else await at.Client.DeleteAsync(at.Node, version ?? NodeVersion.Any, token);
        });
    }

    /// <inheritdoc/>
    protected override object RemoveItemDynamicParameters(string path, bool recurse) => new ZkVersionParameters();

    private static async Task<IReadOnlyList<string>> ReadNamesAsync(Location at, ZkChildParameters? walk, bool withContent, CancellationToken cancellationToken)
    {
        var names = walk?.Find(at.Node)?.Names ?? (await at.Client.GetChildrenAsync(at.Node, cancellationToken)).Names;
        if (walk is null) return names;

        var children = names.Select(name => at.Node / name).ToArray();
        ZkRead[] reads = [.. children.Select(child => new ZkRead.Children(child)), .. withContent ? children.Select(child => new ZkRead.Data(child)) : []];
        var results = await at.Client.MultiReadAsync(reads, cancellationToken);
        var contents = results.OfType<ZkReadResult.Data>().ToDictionary(result => result.Path, result => result.Node);
        walk.Keep(at.Node, [.. results.OfType<ZkReadResult.Children>().Select(child => new ZkChildParameters.ReadAhead(child.Path, contents.GetValueOrDefault(child.Path), child.Names))]);
        return names;
    }
}
