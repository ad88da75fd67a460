using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Manifests as the JSON that stands in the manifest node.</summary>
public static class DeployManifestJson
{
    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Reads a manifest and checks it by <see cref="DeployRules"/>, all URL schemes allowed. Never throws: whatever is wrong
    /// becomes a problem with the name of its field. Unknown fields are ignored; a field that is there twice is refused.
    /// </summary>
    public static DeployManifestResult Read(ReadOnlySpan<byte> json)
    {
        // PowerShell and Windows editors like to put a byte order mark in front.
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? DeployManifestReader.Read(document.RootElement)
                : Whole(DeployErrorIds.NotObject, $"The manifest is JSON but not an object: it is {DeployManifestReader.Describe(document.RootElement.ValueKind)}.");
        }
        catch (JsonException e)
        {
            return Whole(DeployErrorIds.NotJson, $"The manifest is not JSON: it breaks at line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}. {{\"url\", \"commitId\", \"relativePath\"}} is needed.");
        }
        catch (InvalidOperationException)
        {
            // Brackets and quotes are where they should be, but a field's name is no text.
            return Whole(DeployErrorIds.NotJson, "The manifest is not JSON: it has bytes that are not UTF-8, or half a surrogate pair.");
        }
    }

    /// <summary>Writes a manifest: the three mandatory fields first, then what else is set, unset fields left out.</summary>
    public static byte[] Write(DeployManifest manifest)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Layout)) DeployManifestWriter.Write(writer, manifest);
        return buffer.WrittenSpan.ToArray();
    }

    private static DeployManifestResult Whole(string errorId, string message) => new(null, [new("", message, errorId)]);
}
