using System.Diagnostics.CodeAnalysis;
using System.Text;
using ZkReactive.Protocol.Jute;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing;

/// <summary>Finds the node that a request is about without making a string of its path.</summary>
internal static class PathLookup
{
    private const int LongestOnStack = 256;

    /// <summary>Reads the path; <paramref name="missing"/> is it when there is no such node.</summary>
    /// <exception cref="JuteFormatException">The path is null.</exception>
    public static bool TryReadNode(
        this DataTree tree, ref JuteReader body, [NotNullWhen(true)] out DataNode? node, [NotNullWhen(false)] out string? missing)
    {
        if (!body.TryReadBuffer(out var bytes, "path")) throw new JuteFormatException("path", body.Offset - sizeof(int), "a path", "null");
        missing = null;
        if (bytes.Length <= LongestOnStack)
        {
            Span<char> chars = stackalloc char[LongestOnStack];
            var length = Encoding.UTF8.GetChars(bytes, chars);
            if (tree.TryGet(chars[..length], out node)) return true;
        }
        else if (tree.TryGet(Encoding.UTF8.GetString(bytes), out node))
        {
            return true;
        }

        missing = Encoding.UTF8.GetString(bytes);
        return false;
    }
}
