using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal.Reading;

/// <summary>
/// Notices that the file was set aside: an open connection would go on reading the old one for ever. Looks into the
/// folder at most once a second.
/// </summary>
internal sealed class ReplacementWatch(string file, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string? _known = DamagedFiles.Latest(file);
    private long _looked = time.GetTimestamp();

    /// <summary>The name of the file that was set aside since the last call; null when none was, or it is too early to look.</summary>
    public string? Look(bool now = false)
    {
        if (!now && time.GetElapsedTime(_looked) < Interval) return null;
        _looked = time.GetTimestamp();
        var latest = DamagedFiles.Latest(file);
        if (latest == _known) return null;
        _known = latest;
        return latest;
    }
}
