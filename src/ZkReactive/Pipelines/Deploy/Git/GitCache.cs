using System.Security.Cryptography;
using System.Text;
using ZkReactive.Pipelines.Deploy.Effects;

namespace ZkReactive.Pipelines.Deploy.Git;

/// <summary>
/// One bare repository for each URL, in the agent's state directory: what was fetched once is not fetched again. A commit
/// counts as cached when its own ref is there, which git writes only after it has everything the commit needs.
/// </summary>
internal sealed class GitCache(GitRunner git, RemoteProbe probe, string directory, TimeProvider time)
{
    /// <summary>How long a repository that nobody deploys from any more is kept.</summary>
    private static readonly TimeSpan KeptUnused = TimeSpan.FromDays(30);

    /// <summary>Each commit fetched is a pack. Beyond these they become one, without the commits that nobody goes back to.</summary>
    internal const int MostPacks = 20;

    /// <summary>Where git could not make one of them, the cache is dropped: the one commit that is wanted next is fetched anew.</summary>
    private const int TooManyPacks = 5 * MostPacks;

    /// <summary>Makes sure that a commit is in the cache; returns the cache's directory.</summary>
    /// <exception cref="DeployWorkException">The commit cannot be had; the id says why.</exception>
    internal async Task<string> FetchAsync(string url, string commitId, string protocols, CancellationToken cancellationToken)
    {
        try
        {
            var cache = await FindOrFetchAsync(url, commitId, protocols, cancellationToken).ConfigureAwait(false);
            Directory.SetLastWriteTimeUtc(cache, time.GetUtcNow().UtcDateTime);
            return cache;
        }
        catch
        {
            // Half a pack may be what fills the disk.
            TrySweep();
            throw;
        }
    }

    private async Task<string> FindOrFetchAsync(string url, string commitId, string protocols, CancellationToken cancellationToken)
    {
        var cache = DirectoryOf(url, commitId);
        for (var attempt = 1; ; attempt++)
        {
            await PrepareAsync(cache, commitId, cancellationToken).ConfigureAwait(false);
            if (await HasAsync(cache, commitId, cancellationToken).ConfigureAwait(false)) return cache;
            if (await FetchByIdAsync(cache, url, commitId, protocols, cancellationToken).ConfigureAwait(false)) return cache;

            var reach = await git.RunAsync(cache, protocols, ["ls-remote", "-q", "--", url, "HEAD"], cancellationToken).ConfigureAwait(false);
            if (!reach.IsSuccess) throw await probe.ExplainAsync(url, reach, cancellationToken).ConfigureAwait(false);

            var all = await FetchAllAsync(cache, url, protocols, cancellationToken).ConfigureAwait(false);
            if (all.IsSuccess)
            {
                await PinAsync(cache, url, commitId, cancellationToken).ConfigureAwait(false);
                return cache;
            }

            DiskProbe.ThrowIfUnwritable(cache, all);
            // The remote answers and the disk takes writes: the cache itself may be damaged. It can be had again.
            if (attempt > 1) throw new DeployWorkException(DeployErrorIds.FetchFailed, $"Fetching from {DeployRules.RedactUrl(url)} failed although it can be reached: {all.Said}");
            Forget(url, commitId);
        }
    }

    /// <summary>Drops a cache that turned out to be damaged.</summary>
    internal void Forget(string url, string commitId) => Trash.Delete(DirectoryOf(url, commitId));

    /// <summary>Drops caches that are no longer used, or have grown too large; never fails. Releases do not need them.</summary>
    internal void Tidy()
    {
        try
        {
            var oldest = time.GetUtcNow().UtcDateTime - KeptUnused;
            foreach (var cache in Directory.EnumerateDirectories(directory, "*.git").Where(cache => Directory.GetLastWriteTimeUtc(cache) < oldest || Packs(cache) > TooManyPacks).ToList()) Trash.TryDelete(cache);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next deploy tidies up.
        }
    }

    /// <summary>
    /// Makes one pack of a cache that has many, of the commits that are kept alone. Never fails; stopped anywhere it leaves the
    /// cache whole, and the next deploy goes on.
    /// </summary>
    internal async Task CompactAsync(string url, string commitId, IReadOnlyCollection<string> kept, CancellationToken cancellationToken)
    {
        try
        {
            var cache = DirectoryOf(url, commitId);
            if (Packs(cache) <= MostPacks) return;
            var refs = await git.RunAsync(cache, "", ["for-each-ref", "--format=%(refname)", RefOf("")], cancellationToken).ConfigureAwait(false);
            foreach (var name in refs.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (kept.Contains(name[RefOf("").Length..], StringComparer.OrdinalIgnoreCase)) continue;
                await git.RunAsync(cache, "", ["update-ref", "-d", name], cancellationToken).ConfigureAwait(false);
            }

            await git.RunAsync(cache, "", ["repack", "-a", "-d", "-q"], cancellationToken).ConfigureAwait(false);
            await git.RunAsync(cache, "", ["prune", "--expire=now"], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DeployWorkException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            // A cache that is too large still serves.
        }
    }

    private static int Packs(string cache) => Path.Combine(cache, "objects", "pack") is var packs && Directory.Exists(packs) ? Directory.EnumerateFiles(packs, "*.pack").Count() : 0;

    /// <summary>The ref that keeps a commit in the cache.</summary>
    internal static string RefOf(string commitId) => "refs/zkreactive/" + commitId;

    private string DirectoryOf(string url, string commitId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(url));
        return Path.Combine(directory, Convert.ToHexStringLower(hash.AsSpan(0, 12)) + (commitId.Length == 64 ? "-sha256.git" : ".git"));
    }

    private async Task PrepareAsync(string cache, string commitId, CancellationToken cancellationToken)
    {
        Sweep();
        if (!File.Exists(Path.Combine(cache, "HEAD")))
        {
            Trash.Delete(cache);
            Directory.CreateDirectory(cache);
            string[] format = commitId.Length == 64 ? ["--object-format=sha256"] : [];
            var made = await git.RunAsync(cache, "", ["init", "-q", "--bare", "--template=", .. format], cancellationToken).ConfigureAwait(false);
            DiskProbe.ThrowIfUnwritable(cache, made);
            if (!made.IsSuccess) throw new DeployWorkException(DeployErrorIds.FetchFailed, $"git cannot make its cache in '{cache}': {made.Said}");
        }
    }

    /// <summary>
    /// A git that was killed or had no room leaves its lock files and half a pack behind, in whichever cache it worked; this
    /// agent is the only one that works here.
    /// </summary>
    private void Sweep()
    {
        Trash.DeleteFiles(directory, "*.lock");
        Trash.DeleteFiles(directory, "tmp_*");
    }

    private void TrySweep()
    {
        try
        {
            Sweep();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next fetch sweeps first; why this one failed is what counts now.
        }
    }

    private async Task<bool> HasAsync(string cache, string commitId, CancellationToken cancellationToken)
    {
        var found = await git.RunAsync(cache, "", ["rev-parse", "--quiet", "--verify", RefOf(commitId) + "^{commit}"], cancellationToken).ConfigureAwait(false);
        return found.IsSuccess && string.Equals(found.Output.Trim(), commitId, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>By its id, whatever the branches say now: moved and force-pushed branches do not matter. Not every server allows it.</summary>
    private async Task<bool> FetchByIdAsync(string cache, string url, string commitId, string protocols, CancellationToken cancellationToken)
    {
        var fetched = await git.RunAsync(
            cache,
            protocols,
            ["fetch", "-q", "--depth=1", "--no-tags", "--no-write-fetch-head", "--force", "--", url, $"+{commitId}:{RefOf(commitId)}"],
            cancellationToken).ConfigureAwait(false);
        // An id may also be a tag's or a tree's, and is fetched just as well.
        return fetched.IsSuccess && await HasAsync(cache, commitId, cancellationToken).ConfigureAwait(false);
    }

    private Task<GitResult> FetchAllAsync(string cache, string url, string protocols, CancellationToken cancellationToken)
    {
        // Below a shallow boundary nothing would be fetched that the remote thinks is here.
        string[] deepen = File.Exists(Path.Combine(cache, "shallow")) ? ["--unshallow"] : [];
        return git.RunAsync(
            cache,
            protocols,
            ["fetch", "-q", "--no-tags", "--no-write-fetch-head", "--force", "--prune", .. deepen, "--", url, "+refs/heads/*:refs/all/heads/*", "+refs/tags/*:refs/all/tags/*"],
            cancellationToken);
    }

    private async Task PinAsync(string cache, string url, string commitId, CancellationToken cancellationToken)
    {
        var type = await git.RunAsync(cache, "", ["cat-file", "-t", commitId], cancellationToken).ConfigureAwait(false);
        var kind = type.Output.Trim();
        if (!type.IsSuccess) throw new DeployWorkException(DeployErrorIds.CommitMissing, $"{DeployRules.RedactUrl(url)} has no commit {commitId}: it cannot be fetched by its id, and no branch or tag leads to it.");
        if (kind != "commit") throw new DeployWorkException(DeployErrorIds.CommitMissing, $"{commitId} in {DeployRules.RedactUrl(url)} is a {kind}, not a commit.");
        var pinned = await git.RunAsync(cache, "", ["update-ref", RefOf(commitId), commitId], cancellationToken).ConfigureAwait(false);
        if (pinned.IsSuccess) return;
        DiskProbe.ThrowIfUnwritable(cache, pinned);
        throw new DeployWorkException(DeployErrorIds.FetchFailed, $"git cannot keep commit {commitId} in its cache: {pinned.Said}");
    }
}
