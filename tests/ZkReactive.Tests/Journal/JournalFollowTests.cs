using ZkReactive.Journal;
using static ZkReactive.Tests.Journal.JournalFolder;

namespace ZkReactive.Tests.Journal;

public sealed class JournalFollowTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FollowAsync_OwnProcess_GivesThePastThenTheMarkerThenThePresentWithoutPolling()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 2));
        await using var messages = journal.Reader.FollowAsync().GetAsyncEnumerator();

        Assert.Equal(1, await EventAsync(messages));
        Assert.Equal(2, await EventAsync(messages));
        Assert.Equal(new JournalMessage.CaughtUp(new(2)), await NextAsync(messages));
        var next = messages.MoveNextAsync().AsTask();
        await journal.AppendAsync(Entry("a"));

        Assert.True(await next.WaitAsync(Deadline));
        Assert.Equal(3, Assert.IsType<JournalMessage.Event>(messages.Current).Recorded.Revision.Value);
    }

    [Fact]
    public async Task FollowAsync_OtherConnection_SeesAnAppendAtTheNextPoll()
    {
        await using var journal = await _folder.OpenAsync();
        await using var reader = await JournalReader.OpenAsync(_folder.ReaderOptions);
        await using var messages = reader.FollowAsync().GetAsyncEnumerator();
        Assert.Equal(new JournalMessage.CaughtUp(new(0)), await NextAsync(messages));
        var next = messages.MoveNextAsync().AsTask();
        await _folder.Time.WaitForTimersAsync().WaitAsync(Deadline);

        await journal.AppendAsync(Entry("a"));
        Assert.False(next.IsCompleted);
        _folder.Time.Advance(TimeSpan.FromMilliseconds(25));

        Assert.True(await next.WaitAsync(Deadline));
        Assert.IsType<JournalMessage.Event>(messages.Current);
    }

    [Fact]
    public async Task FollowAsync_WithAQuery_GivesOnlyWhatItAsksForAndTheMarkerAtTheEnd()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync([Entry("a"), Entry("b"), Entry("a", "Other"), Entry("a"), Entry("b")]);
        await using var messages = journal.Reader.FollowAsync(new() { Stream = "a", Kinds = ["Added"], After = new(1) }).GetAsyncEnumerator();

        Assert.Equal(4, await EventAsync(messages));
        Assert.Equal(new JournalMessage.CaughtUp(new(5)), await NextAsync(messages));
        await journal.AppendAsync([Entry("b"), Entry("a")]);
        Assert.Equal(7, await EventAsync(messages));
    }

    [Fact]
    public async Task FollowAsync_FarBehind_GivesEveryEventBeforeTheMarker()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 1600));
        await using var messages = journal.Reader.FollowAsync().GetAsyncEnumerator();

        for (var i = 1; i <= 1600; i++) Assert.Equal(i, await EventAsync(messages));
        Assert.IsType<JournalMessage.CaughtUp>(await NextAsync(messages));
    }

    [Fact]
    public async Task FollowAsync_RetentionWasFaster_SaysWhatIsGone()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 10));
        await journal.RetainAsync(new() { MaxEvents = 4 }, new(100));
        await using var messages = journal.Reader.FollowAsync(new() { After = new(2) }).GetAsyncEnumerator();

        Assert.Equal(new JournalMessage.EventsDropped(new(6)), await NextAsync(messages));
        Assert.Equal(7, await EventAsync(messages));
    }

    [Fact]
    public async Task FollowAsync_FileSetAside_SaysSoAndGoesOnWithTheNewFile()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 3));
        await using var reader = await JournalReader.OpenAsync(_folder.ReaderOptions);
        await using var messages = reader.FollowAsync(new() { After = new(3) }).GetAsyncEnumerator();
        Assert.IsType<JournalMessage.CaughtUp>(await NextAsync(messages));
        var next = messages.MoveNextAsync().AsTask();

        await journal.SetAsideAsync("a test says so");
        await journal.AppendAsync(Entry("b"));
        using var patience = new CancellationTokenSource(Deadline, TimeProvider.System);
        while (!next.IsCompleted)
        {
            // The reader may be with the file when time goes on, and wait anew from then: so time goes on again.
            await _folder.Time.WaitForTimersAsync().WaitAsync(patience.Token);
            _folder.Time.Advance(TimeSpan.FromSeconds(2));
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token));
        }

        Assert.True(await next);
        Assert.Equal(new JournalMessage.Replaced(Path.GetFileName(Assert.Single(_folder.DamagedFiles))), messages.Current);
        Assert.Equal(JournalKinds.Replaced, Assert.IsType<JournalMessage.Event>(await NextAsync(messages)).Recorded.Kind);
        Assert.Equal("b", Assert.IsType<JournalMessage.Event>(await NextAsync(messages)).Recorded.Stream);
        Assert.Equal(new JournalMessage.CaughtUp(new(2)), await NextAsync(messages));
    }

    [Fact]
    public async Task FollowAsync_Cancelled_EndsAtOnce()
    {
        await using var journal = await _folder.OpenAsync();
        using var cancel = new CancellationTokenSource();
        await using var messages = journal.Reader.FollowAsync(cancellationToken: cancel.Token).GetAsyncEnumerator();
        Assert.IsType<JournalMessage.CaughtUp>(await NextAsync(messages));
        var next = messages.MoveNextAsync().AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Deadline));
    }

    [Fact]
    public async Task Observe_UntilTheReaderIsDisposed_EmitsInOrderAndCompletes()
    {
        var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entry("a"));
        var seen = new List<JournalMessage>();
        var caughtUp = new TaskCompletionSource();
        var live = new TaskCompletionSource();
        var completed = new TaskCompletionSource();
        using var subscription = journal.Reader.Observe().Subscribe(
            message =>
            {
                seen.Add(message);
                if (message is JournalMessage.CaughtUp) caughtUp.SetResult();
                if (seen.Count == 3) live.SetResult();
            },
            completed.SetException,
            completed.SetResult);
        await caughtUp.Task.WaitAsync(Deadline);

        await journal.AppendAsync(Entry("b"));
        await live.Task.WaitAsync(Deadline);
        await journal.DisposeAsync();

        await completed.Task.WaitAsync(Deadline);
        Assert.Equal(["Event", "CaughtUp", "Event"], seen.Select(message => message.GetType().Name));
    }

    [Fact]
    public void Observe_WithAnEnd_IsAnArgumentError()
    {
        var reader = new JournalReader(_folder.ReaderOptions);

        Assert.Throws<ArgumentException>(() => reader.Observe(new() { Limit = 3 }));
        Assert.Throws<ArgumentException>(() => reader.Observe(new() { Direction = JournalDirection.Backward }));
    }

    private static async Task<JournalMessage> NextAsync(IAsyncEnumerator<JournalMessage> messages)
    {
        Assert.True(await messages.MoveNextAsync().AsTask().WaitAsync(Deadline));
        return messages.Current;
    }

    private static async Task<long> EventAsync(IAsyncEnumerator<JournalMessage> messages) =>
        Assert.IsType<JournalMessage.Event>(await NextAsync(messages)).Recorded.Revision.Value;
}
