using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ZkReactive.Protocol;

namespace ZkReactive.Nodes.Trees;

/// <summary>
/// Saved trees as JSON, made for reading and comparing: <c>{"format":"zkreactive-tree","version":1,"path":"/app","nodes":[…]}</c>.
/// A node is <c>{"path":"servers/web1","text":"up","acl":["world:anyone:cdrwa"]}</c>: <c>text</c> where the data is UTF-8,
/// <c>base64</c> where it is not, neither where there is none; <c>acl</c> only where it is not open to everybody.
/// </summary>
public static class TreeDocumentJson
{
    private const string Format = "zkreactive-tree";
    private const int Version = 1;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // The text goes to files and consoles, never into HTML: other scripts stay readable.
    private static readonly JsonWriterOptions Written = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonReaderOptions Read = new() { AllowMultipleValues = true, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Writes a tree.</summary>
    public static string ToJson(TreeDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Written))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteString("path", document.Path.Value);
            json.WriteStartArray("nodes");
            foreach (var node in document.Nodes) Write(json, node);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads one or more trees that stand after each other.</summary>
    /// <exception cref="TreeDocumentException">It is not JSON, or not a saved tree.</exception>
    public static IReadOnlyList<TreeDocument> Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var trees = new List<TreeDocument>();
        try
        {
            var reader = new Utf8JsonReader(Strict.GetBytes(json), Read);
            while (reader.Read())
            {
                using var document = JsonDocument.ParseValue(ref reader);
                trees.Add(ToTree(document.RootElement));
            }
        }
        catch (JsonException e)
        {
            throw new TreeDocumentException($"Line {e.LineNumber + 1} is not JSON: {e.Message.Split(" LineNumber:")[0]}", e);
        }

        return trees.Count > 0 ? trees : throw new TreeDocumentException("There is no saved tree in an empty text.");
    }

    private static void Write(Utf8JsonWriter json, TreeDocumentNode node)
    {
        json.WriteStartObject();
        json.WriteString("path", node.Path);
        if (!node.Data.IsEmpty)
        {
            if (TryText(node.Data.Span) is { } text) json.WriteString("text", text);
            else json.WriteBase64String("base64", node.Data.Span);
        }

        if (!node.Acl.SequenceEqual(Acl.OpenUnsafe))
        {
            json.WriteStartArray("acl");
            foreach (var entry in node.Acl) json.WriteStringValue(entry.ToString());
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string? TryText(ReadOnlySpan<byte> data)
    {
        try
        {
            return Strict.GetString(data);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static TreeDocument ToTree(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "format") != Format)
            throw new TreeDocumentException($"This is no saved tree: an object with \"format\": \"{Format}\" is expected.");
        if (!root.TryGetProperty("version", out var version) || !version.TryGetInt32(out var number) || number != Version)
            throw new TreeDocumentException($"Version {version} of the format is not known; this reads version {Version}.");
        if (!ZkPath.TryParse(Text(root, "path"), out var top, out var reason)) throw new TreeDocumentException($"\"path\" is no path: {reason}");
        if (!root.TryGetProperty("nodes", out var nodes) || nodes.ValueKind != JsonValueKind.Array || nodes.GetArrayLength() == 0)
            throw new TreeDocumentException("\"nodes\" must be an array with at least the node at the top.");

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var read = new List<TreeDocumentNode>(nodes.GetArrayLength());
        foreach (var element in nodes.EnumerateArray())
        {
            var node = ToNode(element, read.Count);
            Place(node, top, seen, read.Count);
            read.Add(node);
        }

        return new TreeDocument(top, read);
    }

    /// <summary>Refuses a node that is no legal path, stands there twice, or stands before its parent.</summary>
    private static void Place(TreeDocumentNode node, ZkPath top, HashSet<string> seen, int index)
    {
        if (node.Path.Length > 0 && !ZkPath.TryParse("/" + node.Path, out _, out var reason)) throw new TreeDocumentException($"nodes[{index}].path: {reason}");
        var parent = node.Path.LastIndexOf('/') is var cut && cut < 0 ? "" : node.Path[..cut];
        if (node.Path.Length > 0 && !seen.Contains(parent)) throw new TreeDocumentException($"nodes[{index}]: '{node.Path}' stands before its parent '{parent}' below {top}.");
        if (!seen.Add(node.Path)) throw new TreeDocumentException($"nodes[{index}]: '{node.Path}' stands there twice.");
    }

    private static TreeDocumentNode ToNode(JsonElement element, int index)
    {
        if (element.ValueKind != JsonValueKind.Object || Text(element, "path") is not { } path) throw new TreeDocumentException($"nodes[{index}] must be an object with a \"path\".");
        var text = Text(element, "text");
        byte[] data = [];
        if (text is not null) data = Strict.GetBytes(text);
        else if (element.TryGetProperty("base64", out var base64) && !(base64.ValueKind == JsonValueKind.String && base64.TryGetBytesFromBase64(out data!)))
            throw new TreeDocumentException($"nodes[{index}].base64 is not base64.");
        return new TreeDocumentNode(path, data, ToAcl(element, index));
    }

    private static IReadOnlyList<Acl> ToAcl(JsonElement node, int index)
    {
        if (!node.TryGetProperty("acl", out var acl)) return Acl.OpenUnsafe;
        if (acl.ValueKind != JsonValueKind.Array || acl.GetArrayLength() == 0) throw new TreeDocumentException($"nodes[{index}].acl must be an array of entries.");
        return [.. acl.EnumerateArray().Select(entry => AclText.TryParse(entry.ValueKind == JsonValueKind.String ? entry.GetString() : null, out var read, out var reason)
            ? read
            : throw new TreeDocumentException($"nodes[{index}].acl: {reason}"))];
    }

    private static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
