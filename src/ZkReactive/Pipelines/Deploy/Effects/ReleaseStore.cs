using System.Globalization;
using System.Security.Cryptography;

namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>
/// The directory of releases beside a target. A release gets its name, the commit id, only when it is whole; everything
/// unfinished, and everything on its way out, has a temporary name and is swept away at the next deploy.
/// </summary>
internal sealed class ReleaseStore(DeployTarget target, TimeProvider time)
{
    private const string Temporary = ".tmp-";

    /// <summary>Deletes what a killed agent left half-done.</summary>
    internal void Sweep()
    {
        foreach (var link in Directory.EnumerateFiles(target.Releases, Temporary + "*")) File.Delete(link);
        foreach (var directory in Directory.EnumerateDirectories(target.Releases, Temporary + "*"))
        {
            if (new DirectoryInfo(directory).LinkTarget is null) Trash.Delete(directory);
            else Directory.Delete(directory);
        }
    }

    /// <summary>A name nobody uses yet, for something unfinished.</summary>
    internal string NewTemporary() => Path.Combine(target.Releases, Temporary + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));

    /// <summary>The finished releases of a commit, the latest used first. There are several when one was changed by hand and replaced.</summary>
    internal IReadOnlyList<string> Find(string commitId) =>
        [.. All().Where(release => Path.GetFileName(release).StartsWith(commitId, StringComparison.OrdinalIgnoreCase)).OrderByDescending(Directory.GetLastWriteTimeUtc)];

    /// <summary>Gives a finished working tree its name.</summary>
    internal string Keep(string temporary, string commitId)
    {
        for (var number = 1; ; number++)
        {
            var release = Path.Combine(target.Releases, number == 1 ? commitId : commitId + "-" + number.ToString(CultureInfo.InvariantCulture));
            if (Path.Exists(release)) continue;
            Directory.Move(temporary, release);
            return release;
        }
    }

    /// <summary>Notes that a release is in use now: the oldest are dropped first.</summary>
    internal void Touch(string release) => Directory.SetLastWriteTimeUtc(release, time.GetUtcNow().UtcDateTime);

    /// <summary>Drops all but the newest releases; never the one that is linked to.</summary>
    internal void Prune(int keep, string current)
    {
        var others = All().Where(release => !string.Equals(release, current, StringComparison.Ordinal)).OrderByDescending(Directory.GetLastWriteTimeUtc).Skip(keep - 1).ToList();
        foreach (var release in others)
        {
            // Renamed first: a release that is half-deleted must not look like one.
            var doomed = NewTemporary();
            Directory.Move(release, doomed);
            Trash.Delete(doomed);
        }
    }

    /// <summary>The commits that there are releases of.</summary>
    internal IReadOnlyList<string> Commits() => [.. All().Select(release => Path.GetFileName(release).Split('-')[0])];

    private IEnumerable<string> All() => Directory.EnumerateDirectories(target.Releases).Where(directory => Path.GetFileName(directory)[0] != '.');
}
