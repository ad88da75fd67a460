using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZkReactive.Bench.Macro;

/// <summary>Prints one result as one JSON line, with the field names of the peers' harness.</summary>
internal static class BenchOutput
{
    public static void Write(JsonObject result)
    {
        result.Insert(0, "client", Environment.GetEnvironmentVariable("ZKB_CLIENT") ?? "zkreactive");
        Console.WriteLine(result.ToJsonString(JsonSerializerOptions.Default));
    }

    /// <summary>The value below which a share of the sorted values lies; 0 when there are none.</summary>
    public static double Percentile(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];

    public static double Round(double value, int digits = 3) => Math.Round(value, digits);
}
