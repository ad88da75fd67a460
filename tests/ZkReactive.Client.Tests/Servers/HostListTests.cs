using ZkReactive.Client.Sessions;

namespace ZkReactive.Client.Tests.Servers;

public class HostListTests
{
    private const int Clients = 9_000;

    public static TheoryData<string, string> Changes => new()
    {
        { "a b c", "a b c d e f" },
        { "a b c", "a b c d" },
        { "a b c d e", "a b c" },
        { "a b c", "a b" },
        { "a b c", "d e f" },
        { "a b c", "b c d" },
        { "a b c", "c d" },
        { "a b c", "c d e f" },
    };

    // ZOOKEEPER-1355: nobody knows of the others, and yet each server has the same share afterwards.
    [Theory]
    [MemberData(nameof(Changes))]
    public void Update_AFleetSpreadEvenly_IsSpreadEvenlyAfterwards(string before, string after)
    {
        var random = new Random(1355);
        var old = Hosts(before);
        var now = Hosts(after);
        var load = now.ToDictionary(host => host, _ => 0);
        var stayed = 0;
        for (var i = 0; i < Clients; i++)
        {
            var current = old[i % old.Length];
            var list = new HostList(old, random);
            var moves = list.Update(now, current);
            Assert.True(moves || now.Contains(current));
            load[moves ? list.Next() : current]++;
            if (!moves) stayed++;
        }

        var share = Clients / now.Length;
        Assert.All(load, pair => Assert.InRange(pair.Value, share * 0.93, share * 1.07));

        // No more move than have to.
        var kept = now.Count(old.Contains) * Math.Min(share, Clients / old.Length);
        Assert.InRange(stayed, kept * 0.97, kept * 1.03);
    }

    [Fact]
    public void Next_AfterAMove_GivesEveryServerOnceAndThenGoesRoundUntilSettled()
    {
        var list = new HostList(Hosts("a b"), new Random(1));
        Assert.True(list.Update(Hosts("b c d"), Hosts("a")[0]));
        Assert.Equal(Hosts("b c d"), Enumerable.Range(0, 3).Select(_ => list.Next()).OrderBy(host => host.Name));
        Assert.Equal(Hosts("b c d"), Enumerable.Range(0, 3).Select(_ => list.Next()).OrderBy(host => host.Name));
        Assert.Equal(3, list.Count);
    }

    [Fact]
    public void Update_NeverConnected_MovesNowhere()
    {
        var list = new HostList(Hosts("a b"), new Random(1));
        Assert.False(list.Update(Hosts("c c d"), current: null));
        Assert.Equal(Hosts("c d"), list.All.OrderBy(host => host.Name));
    }

    private static ZkHost[] Hosts(string names) => [.. names.Split(' ').Select(name => new ZkHost(name, 2181))];
}
