using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using ZkReactive.Journal;
using ZkReactive.Journal.Storage;
using static ZkReactive.Tests.Journal.JournalFolder;

namespace ZkReactive.Tests.Journal;

public sealed class JournalTroubleTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AppendAsync_DiskFull_FailsSaysSoAndRecoversWithTheGapOnRecord()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 10));
        await LimitPagesAsync(journal, 40);
        var unavailable = new TaskCompletionSource<JournalStatus>();
        var available = new TaskCompletionSource();
        using var subscription = journal.ObserveStatus().Subscribe(status =>
        {
            if (!status.IsAvailable) unavailable.SetResult(status);
            else if (unavailable.Task.IsCompleted) available.SetResult();
        });

        var error = await Assert.ThrowsAsync<JournalUnavailableException>(async () => await journal.AppendAsync(Entries("big", 20_000)));
        Assert.True(error.IsTransient);
        Assert.Equal("the disk is full", error.Reason);
        Assert.Equal("the disk is full", (await unavailable.Task.WaitAsync(Deadline)).Reason);
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await journal.AppendAsync(Entries("big", 20_000)));
        Assert.Equal((false, 40_000), (journal.Status.IsAvailable, journal.Status.LostEvents));
        Assert.Equal(10, (await AllAsync(journal.Reader)).Count);

        await LimitPagesAsync(journal, 1_000_000);
        await journal.AppendAsync(Entry("a"));

        Assert.True(journal.Status.IsAvailable);
        await available.Task.WaitAsync(Deadline);
        var last = await AllAsync(journal.Reader, new() { After = new(10) });
        Assert.Equal([JournalKinds.Gap, "Added"], last.Select(recorded => recorded.Kind));
        var gap = JsonNode.Parse(last[0].Payload.ToString())!;
        Assert.Equal((40_000, "the disk is full"), ((int)gap["lostEvents"]!, (string)gap["reason"]!));
        Assert.Equal(["ok"], _folder.Ask("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task AppendAsync_DiskFullForManyCallers_FailsEachAndTheLoopLives()
    {
        await using var journal = await _folder.OpenAsync();
        await LimitPagesAsync(journal, 30);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => OutcomeAsync(journal.AppendAsync(Entries("s" + i, 100)))));

        Assert.Contains("unavailable", outcomes);
        await LimitPagesAsync(journal, 1_000_000);
        await journal.AppendAsync(Entry("a"));
        var written = (await AllAsync(journal.Reader)).Count(recorded => recorded.Stream.StartsWith('s'));
        Assert.Equal(outcomes.Count(outcome => outcome == "appended") * 100, written);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("empty")]
    [InlineData("half")]
    [InlineData("torn")]
    public async Task OpenAsync_DamagedFile_IsSetAsideUnchangedAndANewJournalTellsOfIt(string damage)
    {
        await using (var journal = await _folder.OpenAsync()) await journal.AppendAsync(Entries("a", 5000));
        Damage(_folder.Path, damage);
        var bytes = await File.ReadAllBytesAsync(_folder.Path);

        await using (var journal = await ZkJournal.OpenAsync(_folder.Options with { VerifyOnOpen = true }))
        {
            await journal.AppendAsync(Entry("b"));
            var all = await AllAsync(journal.Reader);
            Assert.Equal([JournalKinds.Replaced, "Added"], all.Select(recorded => recorded.Kind));
            Assert.Equal("journal.db.damaged-20300101T000000Z", (string?)JsonNode.Parse(all[0].Payload.ToString())!["setAside"]);
        }

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Assert.Single(_folder.DamagedFiles)));
    }

    [Fact]
    public async Task AppendAsync_DamageMetWhileWriting_SetsTheFileAsideAndTheAppendIsDone()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 5000));
        var meetsDamage = true;
        bool MeetDamageOnce()
        {
            if (!meetsDamage) return true;
            meetsDamage = false;
            throw new SqliteException("a page is torn", 11);
        }

        Assert.True(await journal.OnStoreAsync((_, _) => MeetDamageOnce()));
        await journal.AppendAsync(Entry("b"));

        Assert.Single(_folder.DamagedFiles);
        Assert.Equal([JournalKinds.Replaced, "Added"], (await AllAsync(journal.Reader)).Select(recorded => recorded.Kind));
    }

    [Fact]
    public async Task SetAsideAsync_InOneGroupWithARefusedAppendAndOthers_AnswersEachOnce()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entry("a"));
        using var release = new ManualResetEventSlim();
        var held = new TaskCompletionSource();
        var holding = journal.OnStoreAsync((_, _) =>
        {
            held.SetResult();
            return release.Wait(Deadline);
        });
        await held.Task.WaitAsync(Deadline);
        var refused = journal.AppendAsync(Entry("a"), ExpectedRevision.NoStream).AsTask();
        var before = journal.AppendAsync(Entry("before")).AsTask();
        var setAside = journal.SetAsideAsync("a test says so").AsTask();
        var after = journal.AppendAsync(Entry("after")).AsTask();
        release.Set();

        await Assert.ThrowsAsync<JournalConflictException>(() => refused);
        await Task.WhenAll(holding, before, setAside, after);
        Assert.Equal(["journal", "before", "after"], (await AllAsync(journal.Reader)).Select(recorded => recorded.Stream));
    }

    [Fact]
    public async Task SetAsideAsync_Twice_KeepsBothFiles()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entry("a"));

        await journal.SetAsideAsync("first");
        await journal.SetAsideAsync("second");

        Assert.Equal(2, _folder.DamagedFiles.Length);
        var replaced = Assert.Single(await AllAsync(journal.Reader));
        Assert.Equal("second", (string?)JsonNode.Parse(replaced.Payload.ToString())!["reason"]);
    }

    [Fact]
    public async Task SetAsideAsync_LogNotYetMovedIntoTheFile_IsReadableThereWithPlainSqlite()
    {
        await using var journal = await _folder.OpenAsync();
        await journal.AppendAsync(Entries("a", 7));

        await journal.SetAsideAsync("a test says so");

        using var connection = new SqliteConnection($"Data Source={Assert.Single(_folder.DamagedFiles)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM events";
        Assert.Equal(7L, command.ExecuteScalar());
    }

    [Fact]
    public async Task OpenAsync_AnotherSqliteFile_IsRefusedAndLeftAlone()
    {
        _folder.Ask("CREATE TABLE accounts (id INTEGER)");

        var error = await Assert.ThrowsAsync<JournalSchemaException>(async () => await _folder.OpenAsync());

        Assert.Equal(0, error.Found);
        Assert.Empty(_folder.DamagedFiles);
        Assert.Equal(["accounts"], _folder.Ask("SELECT name FROM sqlite_master"));
    }

    [Fact]
    public async Task OpenAsync_NewerLayout_IsRefusedByWriterAndReader()
    {
        await using (var journal = await _folder.OpenAsync()) await journal.AppendAsync(Entry("a"));
        _folder.Ask("PRAGMA user_version = 99");

        Assert.Equal(99, (await Assert.ThrowsAsync<JournalSchemaException>(async () => await _folder.OpenAsync())).Found);
        await Assert.ThrowsAsync<JournalSchemaException>(async () => await JournalReader.OpenAsync(_folder.ReaderOptions));
        Assert.Empty(_folder.DamagedFiles);
    }

    [Fact]
    public async Task Upgrade_OlderLayout_RunsTheStepsItLacksAndKeepsTheEvents()
    {
        await using (var journal = await _folder.OpenAsync()) await journal.AppendAsync(Entries("a", 3));
        using var connection = JournalConnection.OpenWriter(_folder.Path);
        string[] migrations = [.. JournalSchema.Migrations, "ALTER TABLE journal_event ADD COLUMN note TEXT", "UPDATE journal_event SET note = 'from ' || seq"];

        JournalSchema.Upgrade(connection, _folder.Path, migrations);

        Assert.Equal(["from 1", "from 2", "from 3"], _folder.Ask("SELECT note FROM journal_event"));
        Assert.Equal([(JournalSchema.Migrations.Count + 2).ToString(System.Globalization.CultureInfo.InvariantCulture)], _folder.Ask("PRAGMA user_version"));
    }

    [Fact]
    public void Upgrade_AStepFails_LeavesTheLayoutAsItWas()
    {
        using var connection = JournalConnection.OpenWriter(_folder.Path);
        JournalSchema.Upgrade(connection, _folder.Path);
        string[] migrations = [.. JournalSchema.Migrations, "CREATE TABLE extra (id INTEGER)", "this is no SQL"];

        Assert.Throws<SqliteException>(() => JournalSchema.Upgrade(connection, _folder.Path, migrations));

        Assert.Empty(_folder.Ask("SELECT name FROM sqlite_master WHERE name = 'extra'"));
        JournalSchema.Check(connection, _folder.Path);
    }

    private static async Task LimitPagesAsync(ZkJournal journal, int pages) => await journal.OnStoreAsync((store, _) =>
    {
        JournalConnection.Run(store.Connection, $"PRAGMA max_page_count = {pages}");
        return true;
    });

    private static async Task<string> OutcomeAsync(ValueTask<JournalAppended> append)
    {
        try
        {
            await append;
            return "appended";
        }
        catch (JournalUnavailableException)
        {
            return "unavailable";
        }
    }

    private static void Damage(string file, string how)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        switch (how)
        {
            case "garbage":
                stream.Write(Enumerable.Repeat((byte)'x', 4096).ToArray());
                break;
            case "empty":
                stream.SetLength(0);
                break;
            case "half":
                stream.SetLength(stream.Length / 2 / 4096 * 4096);
                break;
            default:
                for (var page = 4L; page * 4096 < stream.Length; page += 3)
                {
                    stream.Position = page * 4096;
                    stream.Write(Enumerable.Repeat((byte)0xA5, 512).ToArray());
                }

                break;
        }
    }
}
