namespace ZkReactive.Streams.Trees.Storage;

/// <summary>
/// The children of one node in order of their names. Immutable: a changed table shares all chunks but the changed ones with
/// the one before, so a change among 50,000 children copies a few kilobytes, and comparing two tables passes over what
/// they share.
/// </summary>
/// <remarks>Names are compared as UTF-8 bytes, which for legal znode names is the ordinal order of their characters.</remarks>
internal sealed class ChildTable
{
    /// <summary>How many children a chunk holds at most.</summary>
    internal const int LargestChunk = 128;

    /// <summary>No children.</summary>
    public static readonly ChildTable Empty = new([], 0);

    private readonly object[][] _chunks;

    private ChildTable(object[][] chunks, int count)
    {
        _chunks = chunks;
        Count = count;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The place of a child; null when there is none of that name. Allocates nothing.</summary>
    public object? Find(ReadOnlySpan<byte> name)
    {
        if (Count == 0) return null;
        var chunk = _chunks[ChunkOf(name)];
        var index = Search(chunk, name);
        return index >= 0 ? chunk[index] : null;
    }

    /// <summary>All places, in order.</summary>
    public IEnumerable<object> Places()
    {
        foreach (var chunk in _chunks)
        {
            foreach (var place in chunk) yield return place;
        }
    }

    /// <summary>The table with these changes, which are in order of their names and have each name once.</summary>
    public ChildTable With(ReadOnlySpan<ChildEdit> edits)
    {
        if (edits.Length == 0) return this;
        var chunks = new List<object[]>(_chunks.Length + 1);
        var taken = 0;
        while (edits.Length > 0)
        {
            var target = ChunkOf(edits[0].Name);
            chunks.AddRange(_chunks.AsSpan(taken, target - taken));
            var isLast = target + 1 >= _chunks.Length;
            var count = 1;
            while (count < edits.Length && (isLast || Compare(edits[count].Name, _chunks[target + 1][0]) < 0)) count++;
            Merge(chunks, target < _chunks.Length ? _chunks[target] : [], edits[..count]);
            taken = Math.Min(target + 1, _chunks.Length);
            edits = edits[count..];
        }

        chunks.AddRange(_chunks.AsSpan(taken));
        return Of(chunks);
    }

    /// <summary>The table with only those that are wanted.</summary>
    public ChildTable Where(Func<object, bool> isWanted)
    {
        if (Places().All(isWanted)) return this;
        var chunks = new List<object[]>();
        Cut(chunks, [.. Places().Where(isWanted)]);
        return Of(chunks);
    }

    /// <summary>
    /// Walks two tables side by side and gives what may differ, in order: a place of the first, of the second, or the two of
    /// one name. What both share is passed over.
    /// </summary>
    public static IEnumerable<(object? Before, object? After)> Differences(ChildTable before, ChildTable after)
    {
        var (i, j) = (new Position(before), new Position(after));
        while (true)
        {
            if (i.IsAtStart && j.IsAtStart && ReferenceEquals(i.Chunk, j.Chunk))
            {
                if (i.Chunk is null) yield break;
                i.SkipChunk();
                j.SkipChunk();
                continue;
            }

            var (old, now) = (i.Place, j.Place);
            var order = old is null ? (now is null ? 0 : 1) : now is null ? -1 : Compare(PackedNode.NameOf(TreeBranch.PackedOf(old)), now);
            if (old is null && now is null) yield break;
            if (order <= 0) i.Next();
            if (order >= 0) j.Next();
            if (!ReferenceEquals(old, now)) yield return (order <= 0 ? old : null, order >= 0 ? now : null);
        }
    }

    private static ChildTable Of(List<object[]> chunks)
    {
        if (chunks.Count == 0) return Empty;
        var count = 0;
        foreach (var chunk in chunks) count += chunk.Length;
        return new ChildTable([.. chunks], count);
    }

    private static void Merge(List<object[]> chunks, object[] chunk, ReadOnlySpan<ChildEdit> edits)
    {
        var merged = new List<object>(chunk.Length + edits.Length);
        var next = 0;
        foreach (var edit in edits)
        {
            int order;
            for (order = 1; next < chunk.Length && (order = Compare(edit.Name, chunk[next])) > 0; next++) merged.Add(chunk[next]);
            if (order == 0) next++;
            if (edit.Place is not null) merged.Add(edit.Place);
        }

        merged.AddRange(chunk.AsSpan(next));

        // What is left of a chunk joins the one before it, so that many removals leave no trail of nearly empty ones.
        if (merged.Count < LargestChunk / 4 && chunks.Count > 0 && chunks[^1].Length + merged.Count <= LargestChunk)
        {
            merged.InsertRange(0, chunks[^1]);
            chunks.RemoveAt(chunks.Count - 1);
        }

        Cut(chunks, merged);
    }

    private static void Cut(List<object[]> chunks, List<object> places)
    {
        if (places.Count == 0) return;
        var pieces = (places.Count + LargestChunk - 1) / LargestChunk;
        var start = 0;
        for (var piece = 1; piece <= pieces; piece++)
        {
            var end = (int)((long)places.Count * piece / pieces);
            chunks.Add([.. places[start..end]]);
            start = end;
        }
    }

    /// <summary>The chunk in which a name is, or would be; 0 when there is none at all.</summary>
    private int ChunkOf(ReadOnlySpan<byte> name)
    {
        var (low, high) = (0, _chunks.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Compare(name, _chunks[middle][0]) >= 0) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private static int Search(object[] chunk, ReadOnlySpan<byte> name)
    {
        var (low, high) = (0, chunk.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Compare(name, chunk[middle]);
            if (order == 0) return middle;
            if (order > 0) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }

    private static int Compare(ReadOnlySpan<byte> name, object place) => name.SequenceCompareTo(PackedNode.NameOf(TreeBranch.PackedOf(place)));

    private struct Position(ChildTable table)
    {
        private int _chunk;
        private int _index;

        public readonly object[]? Chunk => _chunk < table._chunks.Length ? table._chunks[_chunk] : null;

        public readonly bool IsAtStart => _index == 0;

        public readonly object? Place => Chunk?[_index];

        public void Next()
        {
            if (++_index < Chunk!.Length) return;
            SkipChunk();
        }

        public void SkipChunk()
        {
            _chunk++;
            _index = 0;
        }
    }
}
