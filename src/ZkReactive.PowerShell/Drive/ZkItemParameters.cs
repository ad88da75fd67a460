using System.Management.Automation;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Drive;

/// <summary>
/// No parameters: an object for each command, by which its calls are known to belong together. It keeps what one call found
/// for the next, since the engine asks the same several times before it does anything.
/// </summary>
internal class ZkItemParameters
{
    // Much longer than the engine takes from one call to the next, and too short for a command whose input is slow.
    private static readonly TimeSpan FreshFor = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, (Stat? Stat, long At)> _found = [];

    /// <summary>Keeps what was found at a path.</summary>
    public void Keep(string path, Stat? stat, TimeProvider clock) => _found[path] = (stat, clock.GetTimestamp());

    /// <summary>Gives what this command found at a path just now.</summary>
    public bool TryFind(string path, TimeProvider clock, out Stat? stat)
    {
        stat = null;
        if (!_found.TryGetValue(path, out var found) || clock.GetElapsedTime(found.At) > FreshFor) return false;
        stat = found.Stat;
        return true;
    }

    /// <summary>Forgets all: this command has written.</summary>
    public void Forget() => _found.Clear();
}

/// <summary>What commands that write data take besides.</summary>
internal class ZkVersionParameters : ZkItemParameters
{
    /// <summary>Writes only if the node still has this version; -1 for any. The node must be there.</summary>
    [Parameter]
    [ValidateRange(-1, int.MaxValue)]
    public int? Version { get; set; }
}
