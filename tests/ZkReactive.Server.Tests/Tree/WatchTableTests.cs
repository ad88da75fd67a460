using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Tests.Tree;

public sealed class WatchTableTests
{
    private readonly WatchTable<string> _table = new();

    [Fact]
    public void OneShot_IsGoneAfterItsFirstEvent()
    {
        _table.Add("/a", "w", WatchModes.OneShot);

        Assert.Equal(["w"], Trigger("/a"));
        Assert.Empty(Trigger("/a"));
        Assert.Equal(0, _table.Count);
        Assert.Equal(0, _table.PathCount);
        Assert.Equal(0, _table.WatcherCount);
    }

    [Fact]
    public void OneShot_AddedTwice_HearsOnce()
    {
        _table.Add("/a", "w", WatchModes.OneShot);
        _table.Add("/a", "w", WatchModes.OneShot);

        Assert.Equal(1, _table.Count);
        Assert.Equal(["w"], Trigger("/a"));
    }

    [Fact]
    public void Persistent_HearsUntilRemoved()
    {
        _table.Add("/a", "w", WatchModes.Persistent);

        Assert.Equal(["w"], Trigger("/a"));
        Assert.Equal(["w"], Trigger("/a"));
        Assert.Empty(Trigger("/a/b"));
        Assert.True(_table.Remove("/a", "w", WatchModes.Persistent));
        Assert.Empty(Trigger("/a"));
    }

    [Fact]
    public void Recursive_HearsOfEverythingBelow_AtSegmentsOnly()
    {
        _table.Add("/a", "w", WatchModes.Recursive);

        Assert.Equal(["w"], Trigger("/a"));
        Assert.Equal(["w"], Trigger("/a/b/c"));
        Assert.Empty(Trigger("/ab"));
        Assert.Empty(Trigger("/"));
    }

    [Fact]
    public void Recursive_OnTheRoot_HearsOfAll()
    {
        _table.Add("/", "w", WatchModes.Recursive);

        Assert.Equal(["w"], Trigger("/"));
        Assert.Equal(["w"], Trigger("/a"));
        Assert.Equal(["w"], Trigger("/a/b"));
    }

    [Fact]
    public void Recursive_OnSeveralLevels_HearsOnce()
    {
        _table.Add("/a", "w", WatchModes.Recursive);
        _table.Add("/a/b", "w", WatchModes.Recursive);
        _table.Add("/a/b/c", "w", WatchModes.OneShot);

        Assert.Equal(["w"], Trigger("/a/b/c"));
    }

    [Fact]
    public void Modes_OfOneWatcherOnOnePath_LiveBesideEachOther()
    {
        _table.Add("/a", "w", WatchModes.OneShot);
        _table.Add("/a", "w", WatchModes.Persistent);
        _table.Add("/a", "w", WatchModes.Recursive);

        Assert.Equal(1, _table.Count);
        Assert.Equal(["w"], Trigger("/a"));
        Assert.False(_table.Contains("/a", "w", WatchModes.OneShot));
        Assert.True(_table.Remove("/a", "w", WatchModes.Persistent));
        Assert.False(_table.Remove("/a", "w", WatchModes.Persistent));
        Assert.Equal(["w"], Trigger("/a/x"));
        Assert.True(_table.Remove("/a", "w", WatchModes.Any));
        Assert.Empty(Trigger("/a/x"));
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void RemoveAll_LeavesOnlyTheOthers()
    {
        _table.Add("/a", "v", WatchModes.OneShot);
        _table.Add("/a", "w", WatchModes.Recursive);
        _table.Add("/b", "w", WatchModes.OneShot);

        _table.RemoveAll("w");

        Assert.Equal(1, _table.Count);
        Assert.Empty(Trigger("/a/x"));
        Assert.Equal(["v"], Trigger("/a"));
        Assert.Empty(Trigger("/b"));
    }

    [Fact]
    public void Watchers_HearInTheOrderTheyCame()
    {
        foreach (var watcher in new[] { "c", "a", "b" }) _table.Add("/a", watcher, WatchModes.OneShot);

        Assert.Equal(["c", "a", "b"], Trigger("/a"));
    }

    private List<string> Trigger(string path)
    {
        var hearers = new List<string>();
        _table.Trigger(path, hearers);
        return hearers;
    }
}
