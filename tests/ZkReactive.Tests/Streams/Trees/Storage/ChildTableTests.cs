using System.Text;
using ZkReactive.Streams.Trees.Storage;
using ZkReactive.TestKit.Memory;

namespace ZkReactive.Tests.Streams.Trees.Storage;

public class ChildTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_RandomEdits_IsWhatASortedDictionaryIs(int seed)
    {
        var random = new Random(seed);
        var model = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var table = ChildTable.Empty;
        for (var round = 0; round < 100; round++)
        {
            var before = table;
            var names = Enumerable.Range(0, random.Next(1, 400)).Select(_ => $"{random.Next(3000)}").Distinct().Order(StringComparer.Ordinal).ToArray();
            var old = new SortedDictionary<string, byte[]>(model, StringComparer.Ordinal);
            var edits = names.Select(name => new ChildEdit(Encoding.UTF8.GetBytes(name), random.Next(3) == 0 ? null : PackedNode.PackUnreadable(name))).ToArray();
            foreach (var (name, place) in names.Zip(edits.Select(e => (byte[]?)e.Place)))
            {
                if (place is null) model.Remove(name);
                else model[name] = place;
            }

            table = table.With(edits);
            Assert.Equal(model.Count, table.Count);
            Assert.True(table.Places().SequenceEqual(model.Values));
            Assert.True(before.Places().SequenceEqual(old.Values));
            Assert.True(names.All(name => ReferenceEquals(model.GetValueOrDefault(name), table.Find(Encoding.UTF8.GetBytes(name)))));
            Assert.Null(table.Find("x"u8));

            var expected = old.Keys.Union(model.Keys).Order(StringComparer.Ordinal)
                .Select(name => (Before: (object?)old.GetValueOrDefault(name), After: (object?)model.GetValueOrDefault(name)))
                .Where(pair => !ReferenceEquals(pair.Before, pair.After));
            Assert.True(ChildTable.Differences(before, table).SequenceEqual(expected));
        }
    }

    [Fact]
    public void With_OneChangeAmongMany_SharesTheRest()
    {
        ChildEdit[] edits = [.. Enumerable.Range(0, 50_000).Select(i => new ChildEdit(Encoding.UTF8.GetBytes($"{i:D6}"), PackedNode.PackUnreadable($"{i:D6}")))];
        var table = ChildTable.Empty.With(edits);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var changed = table.With([new ChildEdit("025000"u8.ToArray(), PackedNode.PackUnreadable("025000"))]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 32_000);
        Assert.Single(ChildTable.Differences(table, changed));
    }

    [Fact]
    public void Find_AllocatesNothing()
    {
        var table = ChildTable.Empty.With([.. Enumerable.Range(0, 1000).Select(i => new ChildEdit(Encoding.UTF8.GetBytes($"{i:D6}"), PackedNode.PackUnreadable($"{i:D6}")))]);
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var i = 0; i < 1000; i++) table.Find("000500"u8);
        }));
    }
}
