using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ZkReactive.Journal;

/// <summary>
/// The content of an event: one JSON value as UTF-8. It is checked where it is made, so that a journal never holds
/// anything that cannot be read back. Put no secrets into it.
/// </summary>
public readonly struct JournalPayload : IEquatable<JournalPayload>
{
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    private readonly ReadOnlyMemory<byte> _utf8;

    private JournalPayload(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>The empty object, <c>{}</c>; also what <c>default</c> is.</summary>
    public static JournalPayload Empty => default;

    /// <summary>The JSON text.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8.IsEmpty ? EmptyObject : _utf8;

    /// <summary>Takes a value, serialized with source-generated metadata.</summary>
    public static JournalPayload From<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>Takes JSON as it is. The memory is not copied: leave it alone afterwards.</summary>
    /// <exception cref="JsonException">It is not one whole JSON value.</exception>
    public static JournalPayload FromUtf8(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        while (reader.Read())
        {
        }

        return new JournalPayload(json);
    }

    /// <summary>Takes JSON as it is.</summary>
    /// <exception cref="JsonException">It is not one whole JSON value.</exception>
    public static JournalPayload FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return FromUtf8(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>The value it holds.</summary>
    /// <exception cref="JsonException">It does not fit the type.</exception>
    public T? Read<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Utf8.Span, type);

    /// <summary>Same text, byte by byte.</summary>
    public bool Equals(JournalPayload other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JournalPayload other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>Same text.</summary>
    public static bool operator ==(JournalPayload left, JournalPayload right) => left.Equals(right);

    /// <summary>Other text.</summary>
    public static bool operator !=(JournalPayload left, JournalPayload right) => !left.Equals(right);

    /// <summary>The JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    /// <summary>Takes JSON that was checked when it was written.</summary>
    internal static JournalPayload Trusted(ReadOnlyMemory<byte> utf8) => new(utf8);
}
