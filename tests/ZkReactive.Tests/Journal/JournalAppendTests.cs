using ZkReactive.Journal;
using ZkReactive.Protocol;
using static ZkReactive.Tests.Journal.JournalFolder;

namespace ZkReactive.Tests.Journal;

public sealed class JournalAppendTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AppendAsync_EveryField_ComesBackAsItWas()
    {
        await using var journal = await _folder.OpenAsync();
        var entry = new JournalEntry("/app/config", "ManifestSeen", JournalPayload.FromJson("""{"commitId":"é\u0000\"'"}"""))
        {
            Zxid = new Zxid(0x100000002),
            Version = new NodeVersion(7),
            Correlation = "deploy-1",
        };

        var appended = await journal.AppendAsync(entry);

        var recorded = Assert.Single(await AllAsync(journal.Reader));
        Assert.Equal(
            new JournalEvent(new(1), _folder.Time.GetUtcNow(), "ManifestSeen", "/app/config", entry.Zxid, entry.Version, "deploy-1", entry.Payload),
            recorded);
        Assert.Equal(new JournalAppended(new(1), new(1), _folder.Time.GetUtcNow()), appended);
    }

    [Fact]
    public async Task AppendAsync_FieldsLeftOut_ComeBackAsLeftOut()
    {
        await using var journal = await _folder.OpenAsync();

        await journal.AppendAsync(new JournalEntry("s", "k"));

        var recorded = Assert.Single(await AllAsync(journal.Reader));
        Assert.Equal((Zxid.None, null, null, "{}"), (recorded.Zxid, recorded.Version, recorded.Correlation, recorded.Payload.ToString()));
    }

    [Fact]
    public async Task AppendAsync_ManyCallersAtOnce_LoseNothingAndNumberWithoutGaps()
    {
        await using var journal = await ZkJournal.OpenAsync(_folder.Options with { QueueCapacity = 4, MaxGroup = 7 });

        var appended = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => journal.AppendAsync(Entries($"s{i % 5}", 3)).AsTask()));

        Assert.All(appended, one => Assert.Equal(one.First.Value + 2, one.Last.Value));
        Assert.Equal(300, appended.Select(one => one.First).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 900).Select(i => (long)i), (await AllAsync(journal.Reader)).Select(recorded => recorded.Revision.Value));
    }

    [Fact]
    public async Task AppendAsync_StreamHasNewerEvents_IsRefusedAndAppendsNothing()
    {
        await using var journal = await _folder.OpenAsync();
        var seen = await journal.AppendAsync(Entry("a"));
        await journal.AppendAsync(Entry("a"));

        var conflict = await Assert.ThrowsAsync<JournalConflictException>(
            async () => await journal.AppendAsync(Entries("a", 2), ExpectedRevision.NothingAfter(seen.Last)));

        Assert.Equal(("a", ExpectedRevision.NothingAfter(new(1)), new JournalRevision(2)), (conflict.Stream, conflict.Expected, conflict.Actual));
        Assert.Equal(new JournalRevision(2), await journal.Reader.LastRevisionAsync());
        Assert.True(journal.Status.IsAvailable);
    }

    [Fact]
    public async Task AppendAsync_OtherStreamsHaveNewerEvents_IsAccepted()
    {
        await using var journal = await _folder.OpenAsync();
        var seen = await journal.AppendAsync(Entry("a"));
        await journal.AppendAsync(Entry("b"));

        await journal.AppendAsync(Entry("a"), ExpectedRevision.NothingAfter(seen.Last));
        await journal.AppendAsync(Entry("c"), ExpectedRevision.NoStream);
        await Assert.ThrowsAsync<JournalConflictException>(async () => await journal.AppendAsync(Entry("c"), ExpectedRevision.NoStream));
    }

    [Fact]
    public async Task AppendAsync_OneOfTwoRacersExpectingTheSame_Wins()
    {
        await using var journal = await _folder.OpenAsync();

        var racers = Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                await journal.AppendAsync(Entry("a"), ExpectedRevision.NoStream);
                return 1;
            }
            catch (JournalConflictException)
            {
                return 0;
            }
        });

        Assert.Equal(1, (await Task.WhenAll(racers)).Sum());
    }

    [Fact]
    public async Task AppendAsync_TwoWritersOfOneFile_NumberTheirEventsTogether()
    {
        await using var first = await _folder.OpenAsync();
        await using var second = await _folder.OpenAsync();

        for (var i = 0; i < 5; i++)
        {
            await first.AppendAsync(Entry("a"));
            await second.AppendAsync(Entry("b" + i));
        }

        await Assert.ThrowsAsync<JournalConflictException>(async () => await first.AppendAsync(Entry("b3"), ExpectedRevision.NoStream));
        var all = await AllAsync(first.Reader);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), all.Select(recorded => recorded.Revision.Value));
        Assert.Equal(["a", "b0", "a", "b1", "a", "b2", "a", "b3", "a", "b4"], all.Select(recorded => recorded.Stream));
    }

    [Fact]
    public async Task AppendAsync_QueueFull_WaitsForAPlaceAndCanBeCancelledThere()
    {
        await using var journal = await ZkJournal.OpenAsync(_folder.Options with { QueueCapacity = 1 });
        using var release = new ManualResetEventSlim();
        var held = new TaskCompletionSource();
        var holding = journal.OnStoreAsync((_, _) =>
        {
            held.SetResult();
            return release.Wait(Deadline);
        });
        await held.Task.WaitAsync(Deadline);
        var queued = journal.AppendAsync(Entry("queued")).AsTask();
        using var cancel = new CancellationTokenSource();

        var waiting = journal.AppendAsync(Entry("waiting"), cancellationToken: cancel.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        release.Set();
        Assert.True(await holding);
        await queued;
        Assert.Equal(["queued"], (await AllAsync(journal.Reader)).Select(recorded => recorded.Stream));
    }

    [Fact]
    public async Task AppendAsync_CancelledWhileQueued_AppendsNothing()
    {
        await using var journal = await _folder.OpenAsync();
        using var release = new ManualResetEventSlim();
        var held = new TaskCompletionSource();
        var holding = journal.OnStoreAsync((_, _) =>
        {
            held.SetResult();
            return release.Wait(Deadline);
        });
        await held.Task.WaitAsync(Deadline);
        using var cancel = new CancellationTokenSource();
        var queued = journal.AppendAsync(Entry("a"), cancellationToken: cancel.Token).AsTask();

        await cancel.CancelAsync();
        release.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        await holding;
        Assert.Empty(await AllAsync(journal.Reader));
    }

    [Fact]
    public async Task DisposeAsync_AppendsWaiting_WritesThemFirst()
    {
        var journal = await _folder.OpenAsync();
        Assert.Equal(JournalRevision.Start, await journal.Reader.LastRevisionAsync());
        var appends = Enumerable.Range(0, 50).Select(_ => journal.AppendAsync(Entry("a")).AsTask()).ToList();

        await journal.DisposeAsync();

        await Task.WhenAll(appends);
        Assert.False(File.Exists(_folder.Path + "-wal"));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await journal.AppendAsync(Entry("a")));
        Assert.Equal(["50"], _folder.Ask("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task AppendAsync_ExpectationOverSeveralStreams_IsAnArgumentError()
    {
        await using var journal = await _folder.OpenAsync();

        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.AppendAsync([Entry("a"), Entry("b")], ExpectedRevision.NoStream));
        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.AppendAsync([]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("not json")]
    public void Payload_NotOneJsonValue_IsRefused(string text)
    {
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => JournalPayload.FromJson(text));
    }
}
