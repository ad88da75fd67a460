namespace ZkReactive.Server.Tree;

/// <summary>
/// The tree as the parts of a multi will have left it, before anything is applied. Outside a multi it is the tree itself.
/// </summary>
internal sealed class ProposedTree(DataTree tree)
{
    private readonly Dictionary<string, NodeFacts?> _changes = new(StringComparer.Ordinal);
    private bool _recording;

    /// <summary>From here on proposals count, until <see cref="Forget"/>.</summary>
    public void Begin() => _recording = true;

    /// <summary>Drops all proposals.</summary>
    public void Forget()
    {
        _recording = false;
        _changes.Clear();
    }

    public bool TryGet(string path, out NodeFacts facts)
    {
        if (_changes.Count > 0 && _changes.TryGetValue(path, out var proposed))
        {
            facts = proposed.GetValueOrDefault();
            return proposed is not null;
        }

        var found = tree.TryGet(path, out var node);
        facts = found ? NodeFacts.Of(node!) : default;
        return found;
    }

    public void Put(string path, in NodeFacts facts)
    {
        if (_recording) _changes[path] = facts;
    }

    public void Remove(string path)
    {
        if (_recording) _changes[path] = null;
    }
}
