using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace ZkReactive.PowerShell.Drive;

/// <summary>How the content commands turn a node's data into items and back. Pure.</summary>
/// <param name="AsBytes">Each item is a byte, not a line of text.</param>
/// <param name="Encoding">How text is bytes.</param>
/// <param name="IsWhole">Reading gives one item.</param>
/// <param name="Separator">What stands between two written texts.</param>
internal sealed record ContentForm(bool AsBytes, Encoding Encoding, bool IsWhole = false, string Separator = "\n")
{
    /// <summary>UTF-8 without a byte order mark: a node is no file.</summary>
    public static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>What a command was told; the file system's parameters come in when paths reach the drive through a pipeline.</summary>
    public static ContentForm Of(object? parameters) => parameters switch
    {
        ZkContentReaderParameters p => new(p.AsByteStream, p.Encoding, IsWhole: p.Raw),
        ZkContentWriterParameters p => new(p.AsByteStream, p.Encoding, Separator: p.NoNewline ? "" : "\n"),
        _ => new(false, Utf8),
    };

    /// <summary>The items that data is made of; none when it is empty.</summary>
    public IReadOnlyList<object> Read(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty) return [];
        if (AsBytes) return IsWhole ? [data.ToArray()] : [.. data.ToArray().Cast<object>()];
        var text = Text(data);
        return IsWhole ? [text] : Lines(text);
    }

    /// <summary>The data that items make.</summary>
    /// <exception cref="ArgumentException">Bytes were expected and something else came.</exception>
    public byte[] Write(IReadOnlyList<object?> items) => AsBytes
        ? [.. items.SelectMany(Bytes)]
        : [.. Encoding.Preamble, .. Encoding.GetBytes(string.Join(Separator, items.Select(Text)))];

    /// <summary>The data with more items after it; a text begins a new line.</summary>
    /// <exception cref="ArgumentException">Bytes were expected and something else came.</exception>
    public ReadOnlyMemory<byte> Append(ReadOnlyMemory<byte> data, IReadOnlyList<object?> items)
    {
        if (data.IsEmpty) return Write(items);
        if (AsBytes) return (byte[])[.. data.Span, .. Write(items)];
        var before = Text(data.Span);
        var between = before.EndsWith('\n') ? "" : Separator;
        return (byte[])[.. data.Span, .. Encoding.GetBytes(between + string.Join(Separator, items.Select(Text)))];
    }

    private string Text(ReadOnlySpan<byte> data) =>
        Encoding.GetString(data.StartsWith(Encoding.GetPreamble()) ? data[Encoding.GetPreamble().Length..] : data);

    private static string[] Lines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static string Text(object? item) => Plain(item) switch
    {
        null => "",
        string text => text,
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    private static byte[] Bytes(object? item) => Plain(item) switch
    {
        byte single => [single],
        byte[] bytes => bytes,
        int and >= 0 and <= 255 and var number => [(byte)number],
        var other => throw new ArgumentException($"With -AsByteStream each value is a byte, not '{other}'."),
    };

    private static object? Plain(object? item) => item is PSObject wrapped ? wrapped.BaseObject : item;
}
