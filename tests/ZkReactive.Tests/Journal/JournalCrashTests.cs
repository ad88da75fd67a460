using System.Diagnostics;
using System.Globalization;
using ZkReactive.Journal;
using ZkReactive.TestKit.Processes;
using static ZkReactive.Tests.Journal.JournalFolder;

namespace ZkReactive.Tests.Journal;

/// <summary>Kills a real writing process, again and again, without asking it.</summary>
public sealed class JournalCrashTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(JournalDurability.Process)]
    [InlineData(JournalDurability.Disk)]
    public async Task Writer_KilledWhileItWrites_LosesNothingItAcknowledgedAndTearsNothing(JournalDurability durability)
    {
        var acknowledged = 0L;
        for (var round = 1; round <= 4; round++)
        {
            acknowledged = Math.Max(acknowledged, await WriteUntilKilledAsync(durability, acknowledgements: 40 * round));

            await using var journal = await _folder.OpenAsync();
            var revisions = (await AllAsync(journal.Reader)).ConvertAll(recorded => recorded.Revision.Value);
            Assert.Equal(Enumerable.Range(1, revisions.Count).Select(i => (long)i), revisions);
            Assert.InRange(revisions.Count, acknowledged, long.MaxValue);
            Assert.Equal(0, revisions.Count % JournalWriterProcess.EventsPerAppend);
        }

        Assert.Empty(_folder.DamagedFiles);
        Assert.Equal(["ok"], _folder.Ask("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task FollowAsync_WriterIsAnotherProcess_SeesItsEventsLive()
    {
        using var writer = Start(JournalDurability.Process);
        await writer.StandardOutput.ReadLineAsync().WaitAsync(Deadline);
        await using var reader = await JournalReader.OpenAsync(new JournalReaderOptions { Path = _folder.Path });
        var expected = 1L;
        var live = 0;

        await foreach (var message in reader.FollowAsync())
        {
            if (message is JournalMessage.CaughtUp) live = 1;
            if (message is not JournalMessage.Event(var recorded)) continue;
            Assert.Equal(expected++, recorded.Revision.Value);
            if (live > 0 && ++live > 200) break;
        }

        writer.Kill();
        await writer.WaitForExitAsync().WaitAsync(Deadline);
    }

    /// <returns>The last revision that the writer said was appended.</returns>
    private async Task<long> WriteUntilKilledAsync(JournalDurability durability, int acknowledgements)
    {
        using var writer = Start(durability);
        var last = 0L;
        try
        {
            for (var i = 0; i < acknowledgements; i++)
            {
                var line = await writer.StandardOutput.ReadLineAsync().WaitAsync(Deadline);
                last = Math.Max(last, long.Parse(line!, CultureInfo.InvariantCulture));
            }
        }
        finally
        {
            writer.Kill();
        }

        await writer.WaitForExitAsync().WaitAsync(Deadline);
        while (await writer.StandardOutput.ReadLineAsync() is { } rest)
        {
            if (long.TryParse(rest, CultureInfo.InvariantCulture, out var revision)) last = Math.Max(last, revision);
        }

        return last;
    }

    private Process Start(JournalDurability durability)
    {
        var start = new ProcessStartInfo(DotnetHost.Path) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { typeof(JournalCrashTests).Assembly.Location, JournalWriterProcess.Verb, _folder.Path, durability.ToString() })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
