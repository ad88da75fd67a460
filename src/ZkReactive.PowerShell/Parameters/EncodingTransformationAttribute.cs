using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace ZkReactive.PowerShell.Parameters;

/// <summary>Lets <c>-Encoding</c> be given by the names that PowerShell uses, by any name or number the platform knows, or as an object.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EncodingTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>The names that are completed.</summary>
    internal static readonly IReadOnlyList<string> Names = ["ascii", "latin1", "unicode", "utf32", "utf8", "utf8BOM"];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ToEncoding(inputData is PSObject wrapped ? wrapped.BaseObject : inputData);

    /// <summary>Finds an encoding.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">There is none of that name.</exception>
    internal static Encoding ToEncoding(object? given)
    {
        try
        {
            return given switch
            {
                Encoding encoding => encoding,
                int codePage => Encoding.GetEncoding(codePage),
                _ => Named(Convert.ToString(given, CultureInfo.InvariantCulture) ?? ""),
            };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentTransformationMetadataException($"There is no encoding '{given}'. Give {string.Join(", ", Names)}, or another name or number that the platform knows.", e);
        }
    }

    /// <summary>Without a mark at the beginning, unless the name asks for it: a znode is no file.</summary>
    private static Encoding Named(string name) => name.ToUpperInvariant() switch
    {
        "UTF8" or "UTF8NOBOM" or "UTF-8" or "DEFAULT" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        "UTF8BOM" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        "UNICODE" or "UTF-16" => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
        "BIGENDIANUNICODE" => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
        "UTF32" => new UTF32Encoding(bigEndian: false, byteOrderMark: false),
        _ => Encoding.GetEncoding(name),
    };
}
