using System.Diagnostics;
using System.Text.Json.Nodes;
using ZkReactive.Journal;

namespace ZkReactive.Bench.Macro;

/// <summary>
/// The journal beside plain SQLite inserts of the same rows, in the same run and folder: appends in batches, appends with
/// an fsync each, folds and looks back into many events, and what a live reader of another connection notices and costs.
/// </summary>
internal sealed class JournalScenario(BenchArguments arguments, string folder)
{
    public static async Task RunAsync(BenchArguments arguments)
    {
        var folder = Directory.CreateDirectory(Path.Combine(arguments.Text("dir", Path.GetTempPath()), $"zkreactive-bench-{Environment.ProcessId}"));
        try
        {
            var scenario = new JournalScenario(arguments, folder.FullName);
            var only = arguments.Text("only", "append,durable,fold,follow").Split(',');
            if (only.Contains("append")) await scenario.AppendAsync();
            if (only.Contains("durable")) await scenario.DurableAsync();
            if (only.Contains("fold")) await scenario.FoldAsync();
            if (only.Contains("follow")) await scenario.FollowAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task AppendAsync()
    {
        var events = arguments.Int("n", 300_000);
        var batch = arguments.Int("batch", 100);
        for (var round = 1; round <= arguments.Int("rounds", 3); round++)
        {
            var plain = Metered(() => PlainInserts.Run(NewFile(), events, batch, PlainInserts.Kind.Bare));
            var indexed = Metered(() => PlainInserts.Run(NewFile(), events, batch, PlainInserts.Kind.Indexed));
            foreach (var callers in arguments.Ints("callers", 1, 8))
            {
                var meter = new ProcessMeter();
                var seconds = await TimeAppendsAsync(events, batch, callers, JournalDurability.Process);
                meter.Stop();
                BenchOutput.Write(new JsonObject
                {
                    ["scenario"] = "journal-append",
                    ["round"] = round,
                    ["n"] = events,
                    ["batch"] = batch,
                    ["callers"] = callers,
                    ["events_s"] = Math.Round(events / seconds),
                    ["plain_s"] = Math.Round(events / plain.Seconds),
                    ["plain_indexed_s"] = Math.Round(events / indexed.Seconds),
                    ["ratio_plain"] = Math.Round(plain.Seconds / seconds, 2),
                    ["ratio_indexed"] = Math.Round(indexed.Seconds / seconds, 2),
                    ["cpu_us"] = Math.Round(1e6 * meter.Cpu / events, 2),
                    ["plain_cpu_us"] = Math.Round(1e6 * plain.Cpu / events, 2),
                    ["plain_indexed_cpu_us"] = Math.Round(1e6 * indexed.Cpu / events, 2),
                });
            }
        }
    }

    private static (double Seconds, double Cpu) Metered(Func<double> run)
    {
        var meter = new ProcessMeter();
        var seconds = run();
        meter.Stop();
        return (seconds, meter.Cpu);
    }

    private async Task DurableAsync()
    {
        var events = arguments.Int("durable", 2000);
        for (var round = 1; round <= arguments.Int("rounds", 3); round++)
        {
            var plain = PlainInserts.Run(NewFile(), events, 1, PlainInserts.Kind.Durable);
            foreach (var callers in arguments.Ints("durableCallers", 1, 16, 64))
            {
                var seconds = await TimeAppendsAsync(callers == 1 ? events : events * 8, 1, callers, JournalDurability.Disk);
                var rate = (callers == 1 ? events : events * 8) / seconds;
                BenchOutput.Write(new JsonObject
                {
                    ["scenario"] = "journal-fsync",
                    ["round"] = round,
                    ["callers"] = callers,
                    ["events_s"] = Math.Round(rate),
                    ["plain_s"] = Math.Round(events / plain),
                    ["ratio_plain"] = Math.Round(rate * plain / events, 2),
                });
            }
        }
    }

    private async Task FoldAsync()
    {
        var events = arguments.Int("fold", 1_000_000);
        var path = NewFile();
        await using (var journal = await ZkJournal.OpenAsync(new JournalOptions { Path = path, Durability = JournalDurability.Process }))
        {
            var fold = await journal.OpenFoldAsync(JournalLoad.Projection);
            for (var i = 0; i < events; i += 100) await fold.AppendAsync(JournalLoad.Batch(i, 100, JournalLoad.Projection.Stream));
        }

        var started = Stopwatch.GetTimestamp();
        await using var reopened = await ZkJournal.OpenAsync(new JournalOptions { Path = path });
        var opened = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var state = await reopened.Reader.FoldAsync(JournalLoad.Projection);
        var start = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        started = Stopwatch.GetTimestamp();
        var whole = await reopened.Reader.FoldAsync(JournalLoad.Projection with { Name = "none" });
        var all = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (state.Value != whole.Value) throw new InvalidOperationException("The fold from a snapshot differs from the fold of all events.");

        var looks = new List<double>();
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var at = await Read1Async(reopened.Reader, new JournalRevision(random.NextInt64(1, events)));
            started = Stopwatch.GetTimestamp();
            var then = await reopened.Reader.FoldAsOfAsync(JournalLoad.Projection, at);
            looks.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (then.Value.Count > events) throw new InvalidOperationException("A look back saw the future.");
        }

        looks.Sort();
        BenchOutput.Write(new JsonObject
        {
            ["scenario"] = "journal-fold",
            ["n"] = events,
            ["open_ms"] = Math.Round(opened, 2),
            ["open_and_fold_ms"] = Math.Round(start, 2),
            ["folded"] = state.EventsFolded,
            ["fold_all_ms"] = Math.Round(all, 1),
            ["as_of_p50_ms"] = Math.Round(BenchOutput.Percentile(looks, 0.5), 2),
            ["as_of_p99_ms"] = Math.Round(BenchOutput.Percentile(looks, 0.99), 2),
            ["file_mb"] = Math.Round(new FileInfo(path).Length / 1048576.0, 1),
        });
    }

    private async Task FollowAsync()
    {
        var path = NewFile();
        await using var journal = await ZkJournal.OpenAsync(new JournalOptions { Path = path, Durability = JournalDurability.Process });
        await using var other = await JournalReader.OpenAsync(new JournalReaderOptions { Path = path });
        foreach (var (name, reader) in new[] { ("own", journal.Reader), ("other", other) })
        {
            var latencies = await LatenciesAsync(journal, reader, arguments.Int("follow", 200));
            var meter = new ProcessMeter();
            using var watching = reader.Observe(new JournalQuery { After = await journal.Reader.LastRevisionAsync() }).Subscribe(_ => { });
            await Task.Delay(TimeSpan.FromSeconds(arguments.Int("idle", 5)), TimeProvider.System);
            meter.Stop();
            BenchOutput.Write(new JsonObject
            {
                ["scenario"] = "journal-follow",
                ["process"] = name,
                ["p50_ms"] = Math.Round(BenchOutput.Percentile(latencies, 0.5), 2),
                ["p99_ms"] = Math.Round(BenchOutput.Percentile(latencies, 0.99), 2),
                ["idle_cpu_percent"] = Math.Round(100 * meter.Cpu / meter.Seconds, 2),
            });
        }
    }

    private static async Task<List<double>> LatenciesAsync(ZkJournal journal, JournalReader reader, int rounds)
    {
        var latencies = new List<double>();
        var random = new Random(1);
        await using var messages = reader.FollowAsync(new JournalQuery { After = await reader.LastRevisionAsync() }).GetAsyncEnumerator();
        await messages.MoveNextAsync();
        for (var i = 0; i < rounds; i++)
        {
            var next = messages.MoveNextAsync().AsTask();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 40)), TimeProvider.System);
            await journal.AppendAsync(JournalLoad.Entry(i, "s"));
            var appended = Stopwatch.GetTimestamp();
            await next;
            latencies.Add(Stopwatch.GetElapsedTime(appended).TotalMilliseconds);
        }

        latencies.Sort();
        return latencies;
    }

    private static async Task<DateTimeOffset> Read1Async(JournalReader reader, JournalRevision revision)
    {
        await foreach (var recorded in reader.ReadAsync(new JournalQuery { After = new(revision.Value - 1), Limit = 1 })) return recorded.Time;
        throw new InvalidOperationException($"There is no event {revision}.");
    }

    private async Task<double> TimeAppendsAsync(int events, int batch, int callers, JournalDurability durability)
    {
        await using var journal = await ZkJournal.OpenAsync(new JournalOptions { Path = NewFile(), Durability = durability });
        var next = -batch;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Add(ref next, batch) is var first && first < events) await journal.AppendAsync(JournalLoad.Batch(first, batch));
        })));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private string NewFile() => Path.Combine(folder, Guid.NewGuid().ToString("N") + ".db");
}
