using System.Globalization;
using System.Management.Automation;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Parameters;

/// <summary>Lets a transaction be given as it prints (0x1f), as a number, or as an object with a Zxid.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ZxidTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var given = inputData is PSObject { BaseObject: not Zxid } wrapped && wrapped.Properties["Zxid"] is { Value: { } of } ? of : inputData;
        return (given is PSObject inner ? inner.BaseObject : given) switch
        {
            Zxid zxid => zxid,
            long number => new Zxid(number),
            int number => new Zxid(number),
            var other => Parse(Convert.ToString(other, CultureInfo.InvariantCulture) ?? ""),
        };
    }

    /// <summary>Reads a transaction's number.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It is none.</exception>
    internal static Zxid Parse(string text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? new Zxid(hex)
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new Zxid(number)
        : throw new ArgumentTransformationMetadataException($"'{text}' is not a transaction. Give it as it prints (0x1f), as a number, or an object that has a Zxid.");
}
