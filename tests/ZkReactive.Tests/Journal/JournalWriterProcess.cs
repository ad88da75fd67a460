using System.Globalization;
using ZkReactive.Journal;

namespace ZkReactive.Tests.Journal;

/// <summary>What the child process does: append for ever from several callers, and say each last revision once it is acknowledged.</summary>
internal static class JournalWriterProcess
{
    public const string Verb = "journal-writer";
    public const int EventsPerAppend = 5;

    private const int Callers = 4;

    public static async Task<int> RunAsync(string path, JournalDurability durability)
    {
        await using var journal = await ZkJournal.OpenAsync(new JournalOptions { Path = path, Durability = durability });
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            while (true)
            {
                var appended = await journal.AppendAsync(JournalFolder.Entries("caller" + caller, EventsPerAppend));
                await Console.Out.WriteLineAsync(appended.Last.Value.ToString(CultureInfo.InvariantCulture));
            }
        })));
        return 0;
    }
}
