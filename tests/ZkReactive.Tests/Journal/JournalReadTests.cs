using ZkReactive.Journal;
using ZkReactive.Journal.Storage;
using static ZkReactive.Tests.Journal.JournalFolder;

namespace ZkReactive.Tests.Journal;

public sealed class JournalReadTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_EachCondition_GivesTheEventsThatMeetIt()
    {
        await using var journal = await _folder.OpenAsync();
        var start = _folder.Time.GetUtcNow();
        for (var i = 0; i < 12; i++)
        {
            await journal.AppendAsync(Entry(i % 2 == 0 ? "even" : "odd", $"Kind{i % 3}", i, i % 4 == 0 ? $"deploy{i}" : null));
            _folder.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await AssertReadsAsync(journal, new(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        await AssertReadsAsync(journal, new() { After = new(10) }, 11, 12);
        await AssertReadsAsync(journal, new() { After = new(3), Through = new(5) }, 4, 5);
        await AssertReadsAsync(journal, new() { Since = start.AddMinutes(9.5) }, 11, 12);
        await AssertReadsAsync(journal, new() { Until = start.AddMinutes(2) }, 1, 2);
        await AssertReadsAsync(journal, new() { Since = start.AddMinutes(2), Until = start.AddMinutes(4) }, 3, 4);
        await AssertReadsAsync(journal, new() { Since = start.AddHours(9) });
        await AssertReadsAsync(journal, new() { Until = start });
        await AssertReadsAsync(journal, new() { Stream = "odd" }, 2, 4, 6, 8, 10, 12);
        await AssertReadsAsync(journal, new() { Stream = "none" });
        await AssertReadsAsync(journal, new() { Kinds = ["Kind0"] }, 1, 4, 7, 10);
        await AssertReadsAsync(journal, new() { Kinds = ["Kind0", "Kind2", "None"] }, 1, 3, 4, 6, 7, 9, 10, 12);
        await AssertReadsAsync(journal, new() { Correlation = "deploy4" }, 5);
        await AssertReadsAsync(journal, new() { Correlation = "deploy4", Stream = "odd" });
        await AssertReadsAsync(journal, new() { Stream = "even", Kinds = ["Kind0"], Since = start.AddMinutes(1) }, 7);
        await AssertReadsAsync(journal, new() { Direction = JournalDirection.Backward, Limit = 3 }, 12, 11, 10);
        await AssertReadsAsync(journal, new() { Direction = JournalDirection.Backward, Stream = "even", Through = new(8) }, 7, 5, 3, 1);
        await AssertReadsAsync(journal, new() { Limit = 2 }, 1, 2);
    }

    [Theory]
    [InlineData(JournalDirection.Forward)]
    [InlineData(JournalDirection.Backward)]
    public async Task ReadAsync_MoreThanAPage_GivesEveryEventOnceInOrder(JournalDirection direction)
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 1500));

        var read = await AllAsync(journal.Reader, new() { Direction = direction });

        var expected = Enumerable.Range(1, 1500).Select(i => (long)i);
        Assert.Equal(direction == JournalDirection.Forward ? expected : expected.Reverse(), read.Select(recorded => recorded.Revision.Value));
        Assert.Equal(1024, (await AllAsync(journal.Reader, new() { Direction = direction, Limit = 1024 })).Count);
    }

    [Theory]
    [InlineData(JournalDirection.Forward)]
    [InlineData(JournalDirection.Backward)]
    public async Task ReadAsync_EventsInTheLookupTablesAndAfterThem_AreReadAsOne(JournalDirection direction)
    {
        const int Count = 3 * EventIndex.Every / 2;
        await using var journal = await _folder.OpenAsync();
        var start = _folder.Time.GetUtcNow();
        for (var first = 0; first < Count; first += 128)
        {
            await journal.AppendAsync([.. Enumerable.Range(first, 128).Select(i => Entry($"s{i % 3}", $"k{i % 5}", i, i % 7 == 0 ? $"c{i % 2}" : null))]);
            _folder.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var indexed = await journal.OnStoreAsync((store, _) => EventIndex.Through(store.Connection));
        Assert.InRange(indexed, EventIndex.Every, Count - 512);
        var all = await AllAsync(journal.Reader);
        var middle = start.AddSeconds(indexed / 128);
        var queries = new (JournalQuery Query, Func<JournalEvent, bool> Meets)[]
        {
            (new() { Stream = "s1" }, e => e.Stream == "s1"),
            (new() { Kinds = ["k2"] }, e => e.Kind == "k2"),
            (new() { Correlation = "c1" }, e => e.Correlation == "c1"),
            (new() { Stream = "s2", Kinds = ["k0", "k1"], Correlation = "c0" }, e => e is { Stream: "s2", Kind: "k0" or "k1", Correlation: "c0" }),
            (new() { Stream = "s0", After = new(indexed - 100), Through = new(indexed + 100) }, e => e.Stream == "s0" && e.Revision.Value > indexed - 100 && e.Revision.Value <= indexed + 100),
            (new() { Since = middle.AddSeconds(-3), Until = middle.AddSeconds(3) }, e => e.Time >= middle.AddSeconds(-3) && e.Time < middle.AddSeconds(3)),
        };
        foreach (var (query, meets) in queries)
        {
            var expected = all.Where(meets).ToList();
            if (direction == JournalDirection.Backward) expected.Reverse();
            Assert.NotEmpty(expected);
            Assert.Equal(expected, await AllAsync(journal.Reader, query with { Direction = direction }));
            Assert.Equal(expected.Take(700), await AllAsync(journal.Reader, query with { Direction = direction, Limit = 700 }));
        }

        Assert.Equal(new JournalRevision(2 * 128), await journal.Reader.RevisionAtAsync(start.AddSeconds(1.5)));
        Assert.Equal(new JournalRevision(Count), await journal.Reader.RevisionAtAsync(start.AddDays(1)));
    }

    [Fact]
    public async Task AppendAsync_StreamsLastSeenBeforeTheTail_AreStillCheckedAfterARestart()
    {
        await using (var journal = await _folder.OpenAsync())
        {
            await journal.AppendAsync(Entry("old"));
            await journal.AppendAsync(Entries("a", EventIndex.Every));
            await journal.AppendAsync(Entry("young"));
        }

        await using var again = await _folder.OpenAsync();
        var old = await Assert.ThrowsAsync<JournalConflictException>(async () => await again.AppendAsync(Entry("old"), ExpectedRevision.NoStream));
        var young = await Assert.ThrowsAsync<JournalConflictException>(async () => await again.AppendAsync(Entry("young"), ExpectedRevision.NoStream));
        Assert.Equal((1, EventIndex.Every + 2), (old.Actual.Value, young.Actual.Value));
    }

    [Fact]
    public async Task ReadAsync_AppendsMeanwhile_EndsWhereItsBeginningSaw()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 3));
        var read = 0;

        await foreach (var recorded in journal.Reader.ReadAsync())
        {
            read++;
            await journal.AppendAsync(Entry("a"));
        }

        Assert.Equal(3, read);
    }

    [Fact]
    public async Task ReadAsync_ClockWasSetBack_FindsTheEventsOfBothPasses()
    {
        var noon = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
        foreach (var time in new[] { noon.AddMinutes(30), noon.AddMinutes(40), noon, noon.AddMinutes(31) })
        {
            await using var journal = await ZkJournal.OpenAsync(_folder.Options with { Time = new TestKit.Time.ManualTimeProvider(time) });
            await journal.AppendAsync(Entry("a"));
        }

        await using var reader = await JournalReader.OpenAsync(_folder.ReaderOptions);
        Assert.Equal([1, 2, 4], (await AllAsync(reader, new() { Since = noon.AddMinutes(15) })).Select(recorded => recorded.Revision.Value));
        Assert.Equal([1, 3], (await AllAsync(reader, new() { Until = noon.AddMinutes(31) })).Select(recorded => recorded.Revision.Value));
        Assert.Equal(new JournalRevision(4), await reader.RevisionAtAsync(noon.AddMinutes(35)));
        Assert.Equal(JournalRevision.Start, await reader.RevisionAtAsync(noon.AddMinutes(-1)));
    }

    [Fact]
    public async Task OpenAsync_NoFile_SaysSoAndMakesNone()
    {
        var error = await Assert.ThrowsAsync<JournalUnavailableException>(async () => await JournalReader.OpenAsync(_folder.ReaderOptions));

        Assert.Equal((_folder.Path, "ZkJournalUnavailable"), (error.File, error.ErrorId));
        Assert.False(File.Exists(_folder.Path));
    }

    [Fact]
    public async Task Sqlite_EventsView_ReadsLikeALog()
    {
        await using (var journal = await _folder.OpenAsync())
        {
            _folder.Time.Advance(TimeSpan.FromMilliseconds(1.5));
            await journal.AppendAsync(new JournalEntry("/app/config", "DeployStarted", JournalPayload.FromJson("""{"commitId":"abc"}"""))
            {
                Zxid = new(0x100000002),
                Version = new(3),
                Correlation = "d1",
            });
            await journal.AppendAsync(new JournalEntry("session", "Connected"));
        }

        Assert.Equal(
            [
                """1|2030-01-01T00:00:00.001500Z|DeployStarted|/app/config|0x100000002|3|d1|{"commitId":"abc"}""",
                "2|2030-01-01T00:00:00.001500Z|Connected|session||||{}",
            ],
            _folder.Ask("select * from events"));
    }

    private static async Task AssertReadsAsync(ZkJournal journal, JournalQuery query, params long[] revisions) =>
        Assert.Equal(revisions, (await AllAsync(journal.Reader, query)).Select(recorded => recorded.Revision.Value));
}
