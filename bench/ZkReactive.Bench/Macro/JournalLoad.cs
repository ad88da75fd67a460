using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using ZkReactive.Journal;

namespace ZkReactive.Bench.Macro;

/// <summary>Events such as an agent writes: four kinds, a hundred streams, a deploy's id on all of them.</summary>
internal static class JournalLoad
{
    private static readonly string[] Kinds = ["ManifestSeen", "DeployStarted", "DeploySucceeded", "DeployFailed"];
    private static readonly string[] Streams = [.. Enumerable.Range(0, 100).Select(i => $"/app/business/config/{i}")];

    public static readonly JournalProjection<JournalLoadState> Projection = new()
    {
        Name = "bench",
        Stream = "/app/business/config",
        Initial = () => new JournalLoadState(0, "", ""),
        Evolve = (state, recorded) => new JournalLoadState(state.Count + 1, recorded.Kind, recorded.Correlation ?? ""),
        StateType = JournalLoadJson.Default.JournalLoadState,
    };

    public static JournalEntry Entry(int number, string? stream = null) =>
        new(stream ?? Streams[number % Streams.Length], Kinds[number % Kinds.Length], JournalPayload.FromUtf8(Encoding.UTF8.GetBytes(Payload(number))))
        {
            Zxid = new(0x100000000L + number),
            Version = new(number),
            Correlation = Correlation(number),
        };

    public static JournalEntry[] Batch(int first, int count, string? stream = null) =>
        [.. Enumerable.Range(first, count).Select(number => Entry(number, stream))];

    public static string Kind(int number) => Kinds[number % Kinds.Length];

    public static string Stream(int number) => Streams[number % Streams.Length];

    public static string Correlation(int number) => string.Create(CultureInfo.InvariantCulture, $"deploy-{number / 50:d10}");

    public static string Payload(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"url":"https://git.example.org/business/web.git","commitId":"{{number:x40}}","relativePath":"business/web"}""");
}

internal sealed record JournalLoadState(long Count, string Kind, string Deploy);

[JsonSerializable(typeof(JournalLoadState))]
internal sealed partial class JournalLoadJson : JsonSerializerContext;
