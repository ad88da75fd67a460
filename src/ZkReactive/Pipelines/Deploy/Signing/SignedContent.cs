using System.Text.Json;

namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>What a manifest's signature is over: the canonical form of the whole document but for <c>signature.value</c>.</summary>
internal static class SignedContent
{
    /// <summary>The signed bytes.</summary>
    /// <param name="manifest">The manifest as it stands in the node, a byte order mark in front allowed.</param>
    /// <exception cref="FormatException">The document has no canonical form.</exception>
    internal static byte[] Of(ReadOnlyMemory<byte> manifest)
    {
        if (manifest.Span.StartsWith("\uFEFF"u8)) manifest = manifest[3..];
        try
        {
            using var document = JsonDocument.Parse(manifest);
            return CanonicalJson.Write(document.RootElement, "signature", "value");
        }
        catch (JsonException e)
        {
            throw new FormatException("it is not JSON", e);
        }
    }
}
