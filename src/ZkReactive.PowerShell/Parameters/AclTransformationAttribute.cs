using System.Collections;
using System.Management.Automation;
using ZkReactive.PowerShell.Output;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Parameters;

/// <summary>Lets <c>-Acl</c> be given as text (world:anyone:r), as entries, or as what Get-ZkAcl wrote, one or several.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AclTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ToEntries(inputData).ToArray();

    /// <summary>Reads entries.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">One cannot be read.</exception>
    internal static IEnumerable<Acl> ToEntries(object? input) => (input is PSObject wrapped ? wrapped.BaseObject : input) switch
    {
        Acl entry => [entry],
        ZkAclInfo list => list.Acl,
        string text => [Parse(text)],
        IEnumerable several => several.Cast<object?>().SelectMany(ToEntries),

        // An object from a job or another process has lost its type but prints the same.
        _ => [Parse(input?.ToString())],
    };

    private static Acl Parse(string? text) => AclText.TryParse(text, out var entry, out var reason) ? entry : throw new ArgumentTransformationMetadataException(reason);
}
