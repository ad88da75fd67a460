using ZkReactive.Journal;

namespace ZkReactive.Tests.Journal;

/// <summary>A projection that adds amounts up.</summary>
internal static class Totals
{
    public static JournalProjection<Total> Projection(string? stream = "a", int version = 1) => new()
    {
        Name = "totals",
        Version = version,
        Stream = stream,
        Initial = () => new Total(0, 0),
        Evolve = (total, recorded) => new Total(total.Sum + recorded.Payload.Read(AmountJson.Default.Amount)!.Value, total.Count + 1),
        StateType = AmountJson.Default.Total,
    };
}
