namespace ZkReactive.PowerShell.Drive;

/// <summary>
/// No parameters, but which path of a copy or a move is the target. Of the others the engine asks whether they are there; that
/// is not looked up, since reading them, next, tells it.
/// </summary>
/// <param name="asksTarget">Whether the engine asks for the target, and for it first, as it does for a copy.</param>
internal sealed class ZkTransferParameters(bool asksTarget) : ZkItemParameters
{
    private string? _target;

    /// <summary>Whether a path is one that is copied or moved.</summary>
    public bool IsSource(string path)
    {
        if (!asksTarget) return true;
        _target ??= path;
        return path != _target;
    }
}
