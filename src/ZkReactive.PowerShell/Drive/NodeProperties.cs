using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.PowerShell.Errors;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Drive;

/// <summary>The item properties of a node: its stat, field by field, and its data. Pure.</summary>
internal static class NodeProperties
{
    private const string Data = "Data";

    /// <summary>The properties with their values.</summary>
    public static (string Name, object? Value)[] Of(ZkNode node)
    {
        var stat = node.Stat;
        return
        [
            (nameof(Stat.Kind), stat.Kind),
            (nameof(Stat.Version), stat.Version),
            (nameof(Stat.DataLength), stat.DataLength),
            (nameof(Stat.ChildCount), stat.ChildCount),
            (nameof(Stat.Created), stat.Created),
            (nameof(Stat.Modified), stat.Modified),
            (nameof(Stat.Czxid), stat.Czxid),
            (nameof(Stat.Mzxid), stat.Mzxid),
            (nameof(Stat.Pzxid), stat.Pzxid),
            (nameof(Stat.ChildrenVersion), stat.ChildrenVersion),
            (nameof(Stat.AclVersion), stat.AclVersion),
            (nameof(Stat.EphemeralOwner), stat.Kind == NodeKind.Ephemeral ? new SessionId(stat.EphemeralOwner) : null),
            (Data, node.Data.ToArray()),
        ];
    }

    /// <summary>Whether a property can be written.</summary>
    public static bool CanSet(string name) => name.Equals(Data, StringComparison.OrdinalIgnoreCase);

    /// <summary>The refusal to write what the server alone writes.</summary>
    public static ZkModuleException ReadOnly(string name) => new(
        "ZkPropertyReadOnly",
        ErrorCategory.PermissionDenied,
        $"'{name}' cannot be set: the server keeps it. Only Data can.",
        "Set Data, or use Set-Content.");

    /// <summary>The refusal of a name that is no property.</summary>
    public static ZkModuleException Unknown(string name) => new(
        "ZkPropertyUnknown",
        ErrorCategory.ObjectNotFound,
        $"A node has no property '{name}'.",
        "Get-ItemProperty without -Name lists what there is.");
}
