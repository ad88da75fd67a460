using System.Collections.Immutable;
using System.Globalization;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Pipelines.Discovery.Lookup;
using ZkReactive.TestKit.Memory;

namespace ZkReactive.Tests.Pipelines.Discovery;

public sealed class ServiceListTests
{
    private const int Picks = 20_000;

    [Fact]
    public void Random_picks_all_about_as_often()
    {
        var counts = Count(List(Make(10)), ServicePick.Random);
        Assert.Equal(10, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, Picks / 10 * 0.7, Picks / 10 * 1.3));
    }

    [Fact]
    public void Round_robin_picks_all_just_as_often_for_one_thread_on_one_processor()
    {
        // The thread may move between processors, each with a turn of its own: at most one pick off for each turn.
        var counts = Count(List(Make(7)), ServicePick.RoundRobin);
        Assert.All(counts.Values, count => Assert.InRange(count, (Picks / 7) - Environment.ProcessorCount - 1, (Picks / 7) + Environment.ProcessorCount + 1));
    }

    [Fact]
    public void Weighted_picks_by_weight_and_never_what_weighs_nothing()
    {
        var counts = Count(List(Make(4, (one, i) => one with { Weight = i })), ServicePick.Weighted);
        Assert.DoesNotContain("i000", counts.Keys);
        Assert.InRange(counts["i003"] / (double)counts["i001"], 2.5, 3.5);
    }

    [Fact]
    public void Sticky_picks_the_same_for_a_key_and_moves_only_the_keys_of_the_one_that_went()
    {
        var all = Make(10);
        var before = List(all);
        var after = List(all.RemoveAt(3));
        var moved = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"user-{i}");
            Assert.Same(before.Pick(key), before.Pick(key));
            if (before.Pick(key)!.Id == after.Pick(key)!.Id) continue;
            moved++;
            Assert.Equal("i003", before.Pick(key)!.Id);
        }

        Assert.InRange(moved, 40, 200);
    }

    [Fact]
    public void Sticky_spreads_keys_over_all()
    {
        var list = List(Make(10));
        var counts = Enumerable.Range(0, Picks).Select(i => list.Pick(string.Create(CultureInfo.InvariantCulture, $"k{i}"))!.Id).CountBy(id => id).ToDictionary();
        Assert.Equal(10, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, Picks / 10 * 0.5, Picks / 10 * 1.7));
    }

    [Fact]
    public void A_zone_is_preferred_and_left_when_nobody_is_there()
    {
        var all = Make(4, (one, i) => one with { Zone = i < 2 ? "a" : "b" });
        Assert.All(Count(List(all, zone: "a")).Keys, id => Assert.Contains(id, new[] { "i000", "i001" }));
        Assert.Equal(4, Count(List(all, zone: "c")).Count);
        Assert.Equal(["i003"], Count(List(all, zone: "a", down: ["i000", "i001", "i002"])).Keys);
    }

    [Fact]
    public void What_is_down_or_switched_off_is_not_picked_unless_all_are_down()
    {
        var all = Make(3, (one, i) => one with { IsEnabled = i != 2 });
        Assert.Equal(["i000"], Count(List(all, down: ["i001"])).Keys);
        Assert.Equal(2, Count(List(all, down: ["i000", "i001"])).Count);
        Assert.Null(List([]).Pick());
        Assert.Null(List([]).Pick("key"));
    }

    [Fact]
    public void What_is_down_stays_so_in_a_zone_and_among_tags()
    {
        var all = Make(4, (one, i) => one with { Zone = "a", Tags = i == 3 ? ["blue"] : [] });
        var list = List(all, down: ["i000", "i001"]);
        Assert.Equal(["i002", "i003"], Count(list.Restrict([], "a")).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["i000", "i001"], list.Restrict([], "a").Down.Select(one => one.Id));
        Assert.Equal(["i003"], Count(list.Restrict(["blue"], null)).Keys);
    }

    [Fact]
    public void Round_robin_goes_on_when_a_list_is_restricted_again_in_the_same_way()
    {
        var list = List(Make(7, (one, i) => one with { Zone = i < 5 ? "a" : "b" }));
        var counts = Enumerable.Range(0, Picks).Select(_ => list.Restrict([], "a").Pick(ServicePick.RoundRobin)!.Id).CountBy(id => id).ToDictionary();
        Assert.Equal(5, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, (Picks / 5) - Environment.ProcessorCount - 1, (Picks / 5) + Environment.ProcessorCount + 1));
    }

    [Fact]
    public void Sticky_without_a_key_is_refused() => Assert.Throws<ArgumentException>(() => List(Make(1)).Pick(ServicePick.Sticky));

    [Theory]
    [InlineData(ServicePick.Random)]
    [InlineData(ServicePick.RoundRobin)]
    [InlineData(ServicePick.Weighted)]
    [InlineData(ServicePick.Sticky)]
    public void A_pick_allocates_nothing(ServicePick pick)
    {
        var list = List(Make(100, (one, i) => one with { Weight = 1 + (i % 3) }));
        Assert.Equal(0, Allocation.Least(() => Pick(10_000)));

        void Pick(int times)
        {
            for (var i = 0; i < times; i++) _ = pick == ServicePick.Sticky ? list.Pick("user-4711") : list.Pick(pick);
        }
    }

    internal static ImmutableArray<ServiceInstance> Make(int count, Func<ServiceInstance, int, ServiceInstance>? change = null) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"i{i:000}");
            var one = new ServiceInstance { Path = $"/service/shop/web/{id}", Id = id, Service = "web", Address = "10.0.0.1", Port = 8000 + i, Format = ServiceFormat.Curator };
            return change is null ? one : change(one, i);
        }),
    ];

    private static ServiceList List(ImmutableArray<ServiceInstance> instances, string? zone = null, string[]? down = null) => new(
        new ServiceListData("/service/shop/web", instances, ImmutableDictionary<string, string>.Empty, default, default, ServiceListReason.Current),
        [.. instances.Where(one => down?.Contains(one.Id) == true)],
        zone);

    private static Dictionary<string, int> Count(ServiceList list, ServicePick pick = ServicePick.Random) =>
        Enumerable.Range(0, Picks).Select(_ => list.Pick(pick)!.Id).CountBy(id => id).ToDictionary();
}
