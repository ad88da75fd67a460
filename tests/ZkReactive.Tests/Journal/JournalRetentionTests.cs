using ZkReactive.Journal;
using static ZkReactive.Tests.Journal.JournalFolder;

namespace ZkReactive.Tests.Journal;

public sealed class JournalRetentionTests : IDisposable
{
    private static readonly JournalRevision NoFloor = new(long.MaxValue);

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RetainAsync_ByAge_DropsWhatIsOlder()
    {
        await using var journal = await _folder.OpenAsync();
        for (var i = 0; i < 10; i++)
        {
            await journal.AppendAsync(Entry("a"));
            _folder.Time.Advance(TimeSpan.FromDays(1));
        }

        var retained = await journal.RetainAsync(new() { MaxAge = TimeSpan.FromDays(3) }, NoFloor);

        Assert.Equal((7, new JournalRevision(7), false), (retained.Dropped, retained.Through, retained.HeldBack));
        Assert.Equal([8, 9, 10], (await AllAsync(journal.Reader)).Select(recorded => recorded.Revision.Value));
    }

    [Fact]
    public async Task RetainAsync_BoundsAskForMoreThanTheFloorAllows_StopsAtTheFloor()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 10));

        var retained = await journal.RetainAsync(new() { MaxEvents = 1 }, new(4));

        Assert.Equal((4, new JournalRevision(4), true), (retained.Dropped, retained.Through, retained.HeldBack));
        Assert.Equal(6, (await AllAsync(journal.Reader)).Count);
    }

    [Fact]
    public async Task RetainAsync_EverythingIsTooOld_KeepsTheNewestEventAndTheNumbersGoOn()
    {
        await using (var journal = await _folder.OpenAsync())
        {
            await journal.AppendAsync(Entries("a", 3));
            _folder.Time.Advance(TimeSpan.FromDays(9));
            await journal.RetainAsync(new() { MaxAge = TimeSpan.FromDays(1) }, NoFloor);
        }

        await using var again = await _folder.OpenAsync();
        Assert.Equal(new JournalRevision(4), (await again.AppendAsync(Entry("b"))).First);
        Assert.Equal([3, 4], (await AllAsync(again.Reader)).Select(recorded => recorded.Revision.Value));
    }

    [Fact]
    public async Task RetainAsync_BySize_GivesTheSpaceBackToTheDisk()
    {
        await using var journal = await _folder.OpenAsync();
        for (var i = 0; i < 30; i++) await journal.AppendAsync(Entries("a", 1000));
        var before = (await journal.RetainAsync(new() { MaxBytes = long.MaxValue }, NoFloor)).Bytes;

        var retained = await journal.RetainAsync(new() { MaxBytes = before / 3 }, NoFloor);

        Assert.InRange(retained.Bytes, before / 6, before / 3);
        Assert.InRange(await journal.OnStoreAsync((store, _) => Pages(store.Connection)) * 4096, 1, before / 2);
        Assert.InRange((await AllAsync(journal.Reader)).Count, 5_000, 15_000);
    }

    [Fact]
    public async Task RetainAsync_StreamsAllGone_AreStillKnownToHaveExisted()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entry("gone"));
        await journal.AppendAsync(Entries("a", 5));
        await journal.RetainAsync(new() { MaxEvents = 2 }, NoFloor);

        var conflict = await Assert.ThrowsAsync<JournalConflictException>(async () => await journal.AppendAsync(Entry("gone"), ExpectedRevision.NoStream));
        Assert.Equal(new JournalRevision(1), conflict.Actual);
        await journal.AppendAsync(Entry("gone"), ExpectedRevision.NothingAfter(new(1)));
    }

    [Fact]
    public async Task RetainAsync_SnapshotsBeforeTheDroppedEvents_GoButTheNewestStays()
    {
        await using var journal = await _folder.OpenAsync();
        for (var i = 0; i < 4; i++)
        {
            await journal.AppendAsync(Entries("a", 10));
            await journal.SaveSnapshotAsync(Totals.Projection(), await journal.Reader.FoldAsync(Totals.Projection()));
        }

        await journal.RetainAsync(new() { MaxEvents = 12 }, new(30));

        Assert.Equal(["30", "40"], _folder.Ask("SELECT CAST(revision AS TEXT) FROM snapshots ORDER BY revision"));
    }

    private static long Pages(Microsoft.Data.Sqlite.SqliteConnection connection)
    {
        using var statement = new ZkReactive.Journal.Storage.SqliteStatement(connection, "PRAGMA page_count");
        return statement.Number() ?? 0;
    }
}
