using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ZkReactive.Journal;

/// <summary>Writes a journal's events out, for other tools.</summary>
public static class JournalExport
{
    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n");

    /// <summary>Writes the events of a query as UTF-8; one page is in memory at a time.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The query or the format has a value out of its bounds.</exception>
    /// <exception cref="JournalUnavailableException">The file cannot be read.</exception>
    /// <exception cref="JournalCorruptException">The file is damaged.</exception>
    public static async Task<long> WriteAsync(
        JournalReader reader, JournalQuery query, Stream output, JournalFormat format, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(output);
        if (!Enum.IsDefined(format)) throw new ArgumentOutOfRangeException(nameof(format), format, null);
        var count = 0L;
        var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        await using (writer.ConfigureAwait(false))
        {
            if (format == JournalFormat.Csv) await writer.WriteLineAsync("revision,time,kind,stream,zxid,version,correlation,payload").ConfigureAwait(false);
            await foreach (var recorded in reader.ReadAsync(query, cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteLineAsync(format == JournalFormat.Csv ? Row(recorded) : Line(recorded)).ConfigureAwait(false);
                count++;
            }
        }

        return count;
    }

    /// <summary>Writes the events of a query to a file, which is replaced, or made, only when all is written.</summary>
    /// <exception cref="IOException">The disk refuses, or the file is there and <paramref name="overwrite"/> is off.</exception>
    /// <inheritdoc cref="WriteAsync"/>
    public static async Task<FileInfo> WriteFileAsync(
        JournalReader reader, JournalQuery query, string file, JournalFormat format, bool overwrite = true, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        if (!overwrite && File.Exists(file)) throw new IOException($"'{file}' is there already.");
        var temporary = file + ".tmp";
        try
        {
            var output = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None);
            await using (output.ConfigureAwait(false)) await WriteAsync(reader, query, output, format, cancellationToken).ConfigureAwait(false);
            File.Move(temporary, file, overwrite);
        }
        finally
        {
            File.Delete(temporary);
        }

        return new FileInfo(file);
    }

    private static string Line(JournalEvent recorded)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Layout))
        {
            json.WriteStartObject();
            json.WriteNumber("revision", recorded.Revision.Value);
            json.WriteString("time", Time(recorded));
            json.WriteString("kind", recorded.Kind);
            json.WriteString("stream", recorded.Stream);
            if (recorded.Zxid.Value != 0) json.WriteString("zxid", recorded.Zxid.ToString());
            if (recorded.Version is { } version) json.WriteNumber("version", version.Value);
            if (recorded.Correlation is { } correlation) json.WriteString("correlation", correlation);
            json.WritePropertyName("payload");
            json.WriteRawValue(recorded.Payload.Utf8.Span);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Row(JournalEvent recorded) => string.Join(
        ',',
        recorded.Revision.ToString(),
        Time(recorded),
        Quote(recorded.Kind),
        Quote(recorded.Stream),
        recorded.Zxid.Value == 0 ? "" : recorded.Zxid.ToString(),
        recorded.Version?.Value.ToString(CultureInfo.InvariantCulture),
        Quote(recorded.Correlation ?? ""),
        Quote(recorded.Payload.ToString()));

    private static string Time(JournalEvent recorded) => recorded.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(Special) ? string.Concat("\"", text.Replace("\"", "\"\"", StringComparison.Ordinal), "\"") : text;
}
