using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>The JSON of a rollout's nodes.</summary>
[JsonSerializable(typeof(HaltData))]
[JsonSerializable(typeof(ResumeData))]
internal sealed partial class RolloutJson : JsonSerializerContext
{
    private static readonly RolloutJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    internal static byte[] Write(HaltData data) => JsonSerializer.SerializeToUtf8Bytes(data, Readable.HaltData);

    internal static byte[] Write(ResumeData data) => JsonSerializer.SerializeToUtf8Bytes(data, Readable.ResumeData);

    /// <summary>A halt that some script wrote as plain text, or as nothing, is a halt all the same.</summary>
    internal static HaltData ReadHalt(ReadOnlyMemory<byte> data)
    {
        try
        {
            if (!data.IsEmpty && JsonSerializer.Deserialize(data.Span, Readable.HaltData) is { } halt) return halt;
        }
        catch (JsonException)
        {
            return new HaltData(System.Text.Encoding.UTF8.GetString(data.Span[..Math.Min(data.Length, 500)]), null, null);
        }

        return new HaltData(null, null, null);
    }

    internal static ResumeData ReadResume(ReadOnlyMemory<byte> data)
    {
        try
        {
            if (!data.IsEmpty && JsonSerializer.Deserialize(data.Span, Readable.ResumeData) is { } resume) return resume;
        }
        catch (JsonException)
        {
            // Nobody can tell how many were forgiven: none.
        }

        return new ResumeData(0, null, null, null);
    }
}
