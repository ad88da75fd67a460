using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary>A node's data and stat as JSON.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Encoding"><c>utf-8</c> when <paramref name="Data"/> is text, <c>base64</c> when it is not.</param>
/// <param name="Data">The data.</param>
/// <param name="Stat">The stat.</param>
internal sealed record NodeJson(string Path, string Encoding, string Data, StatJson Stat)
{
    /// <summary>Takes a node apart.</summary>
    public static NodeJson From(ZkPath path, ReadOnlySpan<byte> data, Stat stat)
    {
        var (encoding, text) = Encode(data);
        return new(path, encoding, text, StatJson.From(stat));
    }

    /// <summary>Data as JSON can hold it.</summary>
    public static (string Encoding, string Text) Encode(ReadOnlySpan<byte> data) =>
        Cli.Text.IsText(data) ? ("utf-8", Cli.Text.Decode(data)) : ("base64", Convert.ToBase64String(data));
}
