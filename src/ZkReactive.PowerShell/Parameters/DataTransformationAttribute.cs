using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace ZkReactive.PowerShell.Parameters;

/// <summary>
/// Turns what scripts hold into a node's bytes: text as UTF-8, bytes as they are, numbers and the like as invariant text,
/// several lines joined by a line feed. Anything with structure is refused: the script chooses its format.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DataTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ToBytes(Unwrap(inputData));

    /// <summary>Turns a value into bytes; text in <paramref name="encoding"/>, by default UTF-8.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The value has structure.</exception>
    internal static byte[] ToBytes(object? value, Encoding? encoding = null) => value switch
    {
        null => [],
        byte[] bytes => bytes,
        byte single => [single],
        ReadOnlyMemory<byte> memory => memory.ToArray(),
        string text => (encoding ?? Encoding.UTF8).GetBytes(text),
        bool or char or Guid or Uri or Version => (encoding ?? Encoding.UTF8).GetBytes(value.ToString()!),
        IFormattable number when value.GetType().IsPrimitive || value is decimal or DateTime or DateTimeOffset or TimeSpan or Enum =>
            (encoding ?? Encoding.UTF8).GetBytes(number.ToString(FormatOf(value), CultureInfo.InvariantCulture)),
        IEnumerable<byte> bytes => [.. bytes],
        IList list and not IDictionary => FromList(list, encoding),
        _ => throw new ArgumentTransformationMetadataException(
            $"A {value.GetType().Name} cannot be a node's data. Turn it into text first, for instance with ConvertTo-Json -Compress."),
    };

    private static byte[] FromList(IList list, Encoding? encoding)
    {
        var items = list.Cast<object?>().Select(Unwrap).ToArray();
        return items.Length > 0 && Array.TrueForAll(items, i => i is byte or int and >= 0 and <= 255)
            ? Array.ConvertAll(items, i => Convert.ToByte(i, CultureInfo.InvariantCulture))
            : [.. items.SelectMany((item, i) => i == 0 ? ToBytes(item, encoding) : [.. ToBytes("\n", encoding), .. ToBytes(item, encoding)])];
    }

    private static string? FormatOf(object value) => value is DateTime or DateTimeOffset ? "o" : null;

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
