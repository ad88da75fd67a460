using System.Globalization;
using ZkReactive.Nodes;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Output;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Drive;

/// <content>Copying, moving and renaming, inside a drive and between drives.</content>
public sealed partial class ZkDriveProvider
{
    /// <inheritdoc/>
    protected override void CopyItem(string path, string copyPath, bool recurse) =>
        Transfer(path, copyPath, "Copy", new TreeTransferOptions { Recurse = recurse, Overwrite = Force });

    /// <inheritdoc/>
    protected override object CopyItemDynamicParameters(string path, string destination, bool recurse) => new ZkTransferParameters(asksTarget: true);

    /// <inheritdoc/>
    protected override void MoveItem(string path, string destination) =>
        Transfer(path, destination, "Move", new TreeTransferOptions { IsMove = true, Overwrite = Force });

    /// <inheritdoc/>
    protected override object MoveItemDynamicParameters(string path, string destination) => new ZkTransferParameters(asksTarget: false);

    /// <inheritdoc/>
    protected override void RenameItem(string path, string newName)
    {
        if (newName.Contains('/', StringComparison.Ordinal))
        {
            Refuse(path, new ArgumentException($"'{newName}' is not a name: it has a slash in it. Use Move-Item to move a node.", nameof(newName)));
            return;
        }

        Transfer(path, MakePath(GetParentPath(path, ""), newName), "Rename", new TreeTransferOptions { IsMove = true }, intoExisting: false);
    }

    /// <inheritdoc/>
    protected override object RenameItemDynamicParameters(string path, string newName) => new ZkTransferParameters(asksTarget: false);

    private void Transfer(string path, string destination, string verb, TreeTransferOptions options, bool intoExisting = true)
    {
        if (!Try(path, from => (From: Locate(from), To: LocateNew(destination)), (ends, token) => PlanAsync(ends.From, ends.To, options, intoExisting, token), out var plan)) return;
        var (transfer, target) = plan;
        var extent = string.Create(CultureInfo.InvariantCulture, $"{transfer.NodeCount} {(transfer.NodeCount == 1 ? "node" : "nodes")} in {(transfer.IsAtomic ? "one transaction" : $"{transfer.TransactionCount} transactions")}");
        if (!MayWrite($"{Shown(path)} to {Shown(target.Path.ToString())}", $"{verb} {extent}")) return;
        if (!transfer.IsAtomic) WriteWarning($"{verb} of {Shown(path)} takes {transfer.TransactionCount} transactions: others may see it half done, and so it stays if it fails on the way.");
        if (Try(path, _ => target, async (at, token) => await transfer.RunAsync(token) is { } top ? new ZkNodeItem(top, at.Session) : await ReadAsync(at, token), out var node))
            Write(node);
    }

    private async Task<(TreeTransfer Transfer, Location Target)> PlanAsync(
        Location from, Location to, TreeTransferOptions options, bool intoExisting, CancellationToken cancellationToken)
    {
        // As in a file system: what is copied to a node that is there goes below it.
        var target = intoExisting && await FindAsync(to, cancellationToken) is { Kind: not NodeKind.Ephemeral } ? Below(to, from.Node.Name) : to;
        return (await TreeTransfer.ReadAsync(from.Client, from.Node, target.Client, target.Node, options, cancellationToken), target);
    }

    private static Location Below(Location parent, string name) => parent with { Node = parent.Node / name, Path = parent.Path.Of(parent.Node / name) };

    private void Refuse(string path, Exception reason) => WriteError(ErrorRecordMapper.ToRecord(reason, Shown(path)));
}
