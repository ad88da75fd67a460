using ZkReactive.Journal;
using static ZkReactive.Tests.Journal.JournalFolder;

namespace ZkReactive.Tests.Journal;

public sealed class JournalFoldTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FoldAsync_NoSnapshot_FoldsEveryEventOfTheStream()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync([Entry("a", amount: 1), Entry("b", amount: 10), Entry("a", amount: 2)]);

        var state = await journal.Reader.FoldAsync(Totals.Projection());

        Assert.Equal(new JournalState<Total>(new(3, 2), new(3), JournalRevision.Start, 2), state);
        Assert.Equal(new Total(13, 3), (await journal.Reader.FoldAsync(Totals.Projection(stream: null))).Value);
    }

    [Fact]
    public async Task FoldAsync_WithASnapshot_FoldsOnlyWhatCameAfter()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 100));
        await journal.SaveSnapshotAsync(Totals.Projection(), await journal.Reader.FoldAsync(Totals.Projection()));
        await journal.AppendAsync(Entries("a", 3));

        var state = await journal.Reader.FoldAsync(Totals.Projection());

        Assert.Equal(new JournalState<Total>(new(103, 103), new(103), new(100), 3), state);
    }

    [Fact]
    public async Task FoldAsOfAsync_TimeOrRevision_GivesTheStateOfThen()
    {
        await using var journal = await _folder.OpenAsync();
        var start = _folder.Time.GetUtcNow();
        for (var i = 0; i < 10; i++)
        {
            await journal.AppendAsync(Entry("a"));
            if (i == 5) await journal.SaveSnapshotAsync(Totals.Projection(), await journal.Reader.FoldAsync(Totals.Projection()));
            _folder.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(4, (await journal.Reader.FoldAsOfAsync(Totals.Projection(), start.AddMinutes(3.5))).Value.Sum);
        Assert.Equal(4, (await journal.Reader.FoldAsOfAsync(Totals.Projection(), start.AddMinutes(3))).Value.Sum);
        Assert.Equal(0, (await journal.Reader.FoldAsOfAsync(Totals.Projection(), start.AddMinutes(-1))).Value.Sum);
        Assert.Equal(10, (await journal.Reader.FoldAsOfAsync(Totals.Projection(), start.AddDays(1))).Value.Sum);
        Assert.Equal(
            new JournalState<Total>(new(8, 8), new(8), new(6), 2),
            await journal.Reader.FoldAsOfAsync(Totals.Projection(), new JournalRevision(8)));
        Assert.Equal(2, (await journal.Reader.FoldAsOfAsync(Totals.Projection(), new JournalRevision(2))).Value.Sum);
    }

    [Fact]
    public async Task FoldAsync_NewerVersion_DoesNotUseOldSnapshotsUnlessItUpgradesThem()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 5));
        await journal.SaveSnapshotAsync(Totals.Projection(), await journal.Reader.FoldAsync(Totals.Projection()));
        var upgrading = Totals.Projection(version: 2) with { Upgrade = (from, json) => json.Read(AmountJson.Default.Total)! with { Count = -from } };

        Assert.Equal(5, (await journal.Reader.FoldAsync(Totals.Projection(version: 2))).EventsFolded);
        Assert.Equal(new JournalState<Total>(new(5, -1), new(5), new(5), 0), await journal.Reader.FoldAsync(upgrading));
    }

    [Fact]
    public async Task FoldAsync_EventsItNeedsWereDropped_SaysSoInsteadOfGuessing()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 10));
        await journal.SaveSnapshotAsync(Totals.Projection(), await journal.Reader.FoldAsync(Totals.Projection()));
        await journal.AppendAsync(Entry("a"));
        await journal.RetainAsync(new() { MaxEvents = 1 }, new(10));

        Assert.Equal(11, (await journal.Reader.FoldAsync(Totals.Projection())).Value.Sum);
        var error = await Assert.ThrowsAsync<JournalTruncatedException>(async () => await journal.Reader.FoldAsync(Totals.Projection(version: 2)));
        Assert.Equal(new JournalRevision(10), error.DroppedThrough);
        await Assert.ThrowsAsync<JournalTruncatedException>(async () => await journal.Reader.FoldAsOfAsync(Totals.Projection(), new JournalRevision(7)));
    }

    [Fact]
    public async Task FoldAsync_UnreadableSnapshot_FoldsFromTheEventsWhileTheyAreThere()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 10));
        await journal.SaveSnapshotAsync(Totals.Projection(), await journal.Reader.FoldAsync(Totals.Projection()));
        _folder.Ask("UPDATE journal_snapshot SET state = '{\"Sum\":\"x\"}'");

        Assert.Equal(10, (await journal.Reader.FoldAsync(Totals.Projection())).EventsFolded);
        await journal.RetainAsync(new() { MaxEvents = 5 }, new(10));
        await Assert.ThrowsAsync<ProjectionFailedException>(async () => await journal.Reader.FoldAsync(Totals.Projection()));
    }

    [Fact]
    public async Task FoldAsync_ProjectionThrows_NamesTheEvent()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 5));
        var failing = Totals.Projection() with { Evolve = (total, recorded) => recorded.Revision.Value == 4 ? throw new InvalidOperationException("boom") : total };

        var error = await Assert.ThrowsAsync<ProjectionFailedException>(async () => await journal.Reader.FoldAsync(failing));

        Assert.Equal(("totals", new JournalRevision(4)), (error.Projection, error.Revision));
    }

    [Fact]
    public async Task OpenFoldAsync_AppendsThroughIt_KeepTheStateAndSaveSnapshots()
    {
        await using (var journal = await _folder.OpenAsync())
        {
            var fold = await journal.OpenFoldAsync(Totals.Projection(), snapshotEvery: 10);
            for (var i = 0; i < 25; i++) await fold.AppendAsync([Entry("a", amount: 2)]);

            Assert.Equal((new Total(50, 25), new JournalRevision(25), new JournalRevision(20)), (fold.State, fold.Revision, fold.SnapshotRevision));
        }

        await using var again = await _folder.OpenAsync();
        Assert.Equal(new JournalState<Total>(new(50, 25), new(25), new(20), 5), await again.Reader.FoldAsync(Totals.Projection()));
    }

    [Fact]
    public async Task OpenFoldAsync_SomebodyElseWritesToTheStream_IsAConflictAndLeavesTheState()
    {
        await using var journal = await _folder.OpenAsync();
        var fold = await journal.OpenFoldAsync(Totals.Projection());
        await fold.AppendAsync([Entry("a")]);
        await journal.AppendAsync(Entry("b"));
        await fold.AppendAsync([Entry("a")]);
        await journal.AppendAsync(Entry("a"));

        await Assert.ThrowsAsync<JournalConflictException>(async () => await fold.AppendAsync([Entry("a")]));

        Assert.Equal(new Total(2, 2), fold.State);
    }

    [Fact]
    public async Task OpenFoldAsync_FileSetAsideMeanwhile_CarriesItsStateIntoTheNewFile()
    {
        await using (var journal = await _folder.OpenAsync())
        {
            var fold = await journal.OpenFoldAsync(Totals.Projection());
            await fold.AppendAsync(Entries("a", 20));
            await journal.SetAsideAsync("a test says so");
            await fold.AppendAsync([Entry("a")]);
        }

        await using var again = await _folder.OpenAsync();
        Assert.Equal(21, (await again.Reader.FoldAsync(Totals.Projection())).Value.Sum);
    }
}
