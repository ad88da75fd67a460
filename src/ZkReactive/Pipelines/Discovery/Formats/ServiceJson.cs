using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ZkReactive.Pipelines.Discovery.Formats;

/// <summary>Writes compact JSON as bytes.</summary>
internal static class ServiceJson
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable)) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
