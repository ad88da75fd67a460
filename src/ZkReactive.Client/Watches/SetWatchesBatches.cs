using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Watches;

/// <summary>Fills <see cref="SetWatches2"/> records up to a size, then starts the next.</summary>
internal sealed class SetWatchesBatches(Zxid lastZxid, int largest)
{
    private readonly List<SetWatches2> _done = [];
    private SetWatches2 _current = Empty(lastZxid);
    private int _bytes;

    public void Data(string path) => Room(path).DataWatches.Add(path);

    public void Exists(string path) => Room(path).ExistWatches.Add(path);

    public void Children(string path) => Room(path).ChildWatches.Add(path);

    public void Persistent(string path) => Room(path).PersistentWatches.Add(path);

    public void Recursive(string path) => Room(path).RecursiveWatches.Add(path);

    /// <summary>All batches; none when there was nothing to set.</summary>
    public IReadOnlyList<SetWatches2> Finish()
    {
        if (_bytes > 0) _done.Add(_current);
        return _done;
    }

    private Lists Room(string path)
    {
        var bytes = sizeof(int) + System.Text.Encoding.UTF8.GetByteCount(path);
        if (_bytes > 0 && _bytes + bytes > largest)
        {
            _done.Add(_current);
            _current = Empty(lastZxid);
            _bytes = 0;
        }

        _bytes += bytes;
        return new Lists(_current);
    }

    private static SetWatches2 Empty(Zxid lastZxid) =>
        new(lastZxid, new List<string>(), new List<string>(), new List<string>(), new List<string>(), new List<string>());

    private readonly struct Lists(SetWatches2 batch)
    {
        public List<string> DataWatches => (List<string>)batch.DataWatches;

        public List<string> ExistWatches => (List<string>)batch.ExistWatches;

        public List<string> ChildWatches => (List<string>)batch.ChildWatches;

        public List<string> PersistentWatches => (List<string>)batch.PersistentWatches;

        public List<string> RecursiveWatches => (List<string>)batch.PersistentRecursiveWatches;
    }
}
