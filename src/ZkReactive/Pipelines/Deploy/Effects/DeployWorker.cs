using Microsoft.Extensions.Logging;
using ZkReactive.Pipelines.Deploy.Git;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>
/// Does the work of a deploy on disk. Safe to stop or kill at any point and to begin again: nothing is believed that git
/// does not confirm, and nothing finished is done twice.
/// </summary>
internal sealed class DeployWorker : IDisposable
{
    private readonly DeployAgentOptions _options;
    private readonly DeployStateDirectory _state;
    private readonly RemoteProbe _probe = new();
    private readonly GitCache _cache;
    private readonly WorkingTree _trees;
    private readonly string _protocols;

    internal DeployWorker(DeployAgentOptions options, DeployStateDirectory state, ILogger logger)
    {
        _options = options;
        _state = state;
        var git = new GitRunner(state.Location, options.GitTimeout, options.TimeProvider, logger);
        _cache = new GitCache(git, _probe, state.Cache, options.TimeProvider);
        _trees = new WorkingTree(git);
        _protocols = DeployUrl.AllowedProtocols(options.AllowedSchemes);
    }

    /// <summary>
    /// Makes the target what the manifest asks for. Whoever accepts the result says so with <see cref="Keep"/>; else
    /// <see cref="ReturnAsync"/> brings back what ran before.
    /// </summary>
    /// <param name="order">What to do.</param>
    /// <param name="enter">Called before each step; the step begins when it completes, and never when it throws.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DeployWorkException">It failed; what ran before runs on in release mode.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; no git command of it runs any more.</exception>
    internal async Task<DeployWorkResult> RunAsync(DeployOrder order, Func<DeployAgentState, Task> enter, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = order.Manifest;
            var target = DeployTarget.Resolve(_options.Root, manifest.RelativePath);
            var kind = TargetMarks.KindOf(target);
            if (kind == TargetKind.Foreign) throw DeployTarget.Occupied($"'{target.Location}' is there already.");
            if (await FindDoneAsync(order, target, kind, enter, cancellationToken).ConfigureAwait(false) is { } done) return done;

            Directory.CreateDirectory(target.Parent);
            return manifest.Mode == DeployMode.Release
                ? await ReleaseAsync(manifest, target, kind, enter, cancellationToken).ConfigureAwait(false)
                : await InPlaceAsync(manifest, target, kind, enter, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeployWorkException(DeployErrorIds.DiskFailed, $"The disk refused: {e.Message}", e);
        }
    }

    /// <summary>What stands at a target now, as git reads it; never fails.</summary>
    internal async Task<TreeState> ReadAsync(string relativePath)
    {
        try
        {
            var target = DeployTarget.Resolve(_options.Root, relativePath);
            return TargetMarks.KindOf(target) is TargetKind.Link or TargetKind.Tree
                ? await _trees.ReadAsync(target.Location, CancellationToken.None).ConfigureAwait(false)
                : TreeState.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DeployWorkException)
        {
            return TreeState.None;
        }
    }

    /// <summary>The last finished deploy by the note beside the journal; null when there is none.</summary>
    internal DeployFinished? Recall() => _state.ReadRecord() is { } record && DeployRules.CheckRelativePath(record.RelativePath) is null
        ? new(record.DeployId, record.CommitId, record.RelativePath, record.Mode, record.At, new Zxid(record.Zxid))
        : null;

    /// <summary>The deploy is good: notes it, and drops the releases that are one too many.</summary>
    /// <exception cref="DeployWorkException">The disk refuses.</exception>
    internal void Keep(DeployOrder order)
    {
        try
        {
            var manifest = order.Manifest;
            _state.WriteRecord(new(order.DeployId, manifest.CommitId, manifest.RelativePath, manifest.Mode, _options.TimeProvider.GetUtcNow(), order.Zxid.Value));
            _cache.Tidy();
            if (manifest.Mode != DeployMode.Release) return;
            var target = DeployTarget.Resolve(_options.Root, manifest.RelativePath);
            if (TargetMarks.ReleaseOf(target) is { } release) new ReleaseStore(target, _options.TimeProvider).Prune(_options.KeepReleases, release);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeployWorkException(DeployErrorIds.DiskFailed, $"The disk refused: {e.Message}", e);
        }
    }

    /// <summary>Keeps the cache of git's objects small; to be called when the deploy has ended. Never fails.</summary>
    internal Task TidyAsync(DeployOrder order, CancellationToken cancellationToken)
    {
        var manifest = order.Manifest;
        IReadOnlyList<string> releases = [];
        try
        {
            var target = DeployTarget.Resolve(_options.Root, manifest.RelativePath);
            if (manifest.Mode == DeployMode.Release) releases = new ReleaseStore(target, _options.TimeProvider).Commits();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DeployWorkException)
        {
            // Those commits are then fetched again if they are wanted.
        }

        return _cache.CompactAsync(manifest.Url, manifest.CommitId, [manifest.CommitId, .. releases], cancellationToken);
    }

    /// <summary>Brings back what a finished deploy left at the same target, as far as it is still here; not stopped by anything.</summary>
    /// <exception cref="DeployWorkException">It failed.</exception>
    internal async Task ReturnAsync(DeployManifest refused, DeployFinished previous)
    {
        if (previous.RelativePath != refused.RelativePath || previous.Mode != refused.Mode || string.Equals(previous.CommitId, refused.CommitId, StringComparison.OrdinalIgnoreCase)) return;
        try
        {
            var target = DeployTarget.Resolve(_options.Root, previous.RelativePath);
            var wanted = refused with { CommitId = previous.CommitId };
            if (previous.Mode == DeployMode.InPlace)
            {
                _state.ForgetRecord();
                await FetchAndCheckOutAsync(target.Location, wanted, _ => Task.CompletedTask, CancellationToken.None).ConfigureAwait(false);
                return;
            }

            await SwitchBackAsync(target, previous.CommitId).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeployWorkException(DeployErrorIds.DiskFailed, $"The disk refused: {e.Message}", e);
        }
    }

    /// <summary>Links a target that has gone missing to the release that it last was; never fails. A kill between two renames leaves it so.</summary>
    internal async Task RestoreAsync(DeployFinished last)
    {
        if (last.Mode != DeployMode.Release) return;
        try
        {
            var target = DeployTarget.Resolve(_options.Root, last.RelativePath);
            if (!Path.Exists(target.Location) && Directory.Exists(target.Releases)) await SwitchBackAsync(target, last.CommitId).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DeployWorkException)
        {
            // The next deploy makes it good, or says why it cannot.
        }
    }

    private async Task SwitchBackAsync(DeployTarget target, string commitId)
    {
        var store = new ReleaseStore(target, _options.TimeProvider);
        foreach (var release in store.Find(commitId))
        {
            if (!(await _trees.ReadAsync(release, CancellationToken.None).ConfigureAwait(false)).IsAt(commitId)) continue;
            ReleaseLink.Switch(target, store, release);
            store.Touch(release);
            return;
        }
    }

    public void Dispose() => _probe.Dispose();

    /// <summary>
    /// Whether there is nothing to do. The same deploy again (after a restart) is done when its commit stands there, changed
    /// by its application or not; another deploy of the same commit needs the tree to be clean.
    /// </summary>
    private async Task<DeployWorkResult?> FindDoneAsync(DeployOrder order, DeployTarget target, TargetKind kind, Func<DeployAgentState, Task> enter, CancellationToken cancellationToken)
    {
        var manifest = order.Manifest;
        if (kind != (manifest.Mode == DeployMode.Release ? TargetKind.Link : TargetKind.Tree) || WorkingTree.IsElsewhere(target.Location, manifest.CommitId)) return null;
        var tree = await _trees.ReadAsync(target.Location, cancellationToken).ConfigureAwait(false);
        if (!tree.IsAt(manifest.CommitId)) return null;
        var record = _state.ReadRecord();
        var isFinished = record is not null && record.CommitId == tree.CommitId && record.RelativePath == manifest.RelativePath && record.Mode == manifest.Mode;
        // In place the commit is checked out before the submodules are: without a record the tree may be half-done.
        if (!isFinished && manifest.Mode == DeployMode.InPlace) return null;
        var isSame = isFinished && record!.DeployId == order.DeployId;
        if (!tree.IsClean && !isSame) return null;
        // Laid out by an older agent, which noted no origin: its own deploy is taken at its word.
        if (!isSame || TreeOrigin.Is(target.Location, manifest.Url) is not null) await ConfirmOriginAsync(target.Location, manifest, enter, cancellationToken).ConfigureAwait(false);
        return new(tree.CommitId!, tree.IsClean, IsChanged: false);
    }

    private async Task<DeployWorkResult> ReleaseAsync(
        DeployManifest manifest, DeployTarget target, TargetKind kind, Func<DeployAgentState, Task> enter, CancellationToken cancellationToken)
    {
        TargetMarks.ClaimReleases(target);
        var store = new ReleaseStore(target, _options.TimeProvider);
        store.Sweep();
        var release = await FindReleaseAsync(store, manifest, enter, cancellationToken).ConfigureAwait(false)
            ?? await MakeReleaseAsync(store, manifest, enter, cancellationToken).ConfigureAwait(false);

        await enter(DeployAgentState.Switching).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        // From here on it is not stopped any more: what is said of the target must be true of it.
        if (kind == TargetKind.Tree) Directory.Move(target.Location, store.NewTemporary());
        if (kind == TargetKind.Free && Directory.Exists(target.Location)) Directory.Delete(target.Location);
        ReleaseLink.Switch(target, store, release);
        store.Touch(release);
        var tree = await VerifyAsync(target.Location, manifest.CommitId, CancellationToken.None).ConfigureAwait(false);
        return new(tree.CommitId!, tree.IsClean, IsChanged: true);
    }

    private async Task<string?> FindReleaseAsync(ReleaseStore store, DeployManifest manifest, Func<DeployAgentState, Task> enter, CancellationToken cancellationToken)
    {
        foreach (var release in store.Find(manifest.CommitId))
        {
            var tree = await _trees.ReadAsync(release, cancellationToken).ConfigureAwait(false);
            if (!tree.IsAt(manifest.CommitId) || !tree.IsClean) continue;
            await ConfirmOriginAsync(release, manifest, enter, cancellationToken).ConfigureAwait(false);
            return release;
        }

        return null;
    }

    /// <summary>A tree that is there already is as good as a fresh one only if the manifest's own repository has the commit.</summary>
    private async Task ConfirmOriginAsync(string tree, DeployManifest manifest, Func<DeployAgentState, Task> enter, CancellationToken cancellationToken)
    {
        if (TreeOrigin.Is(tree, manifest.Url) is true) return;
        await enter(DeployAgentState.Fetching).ConfigureAwait(false);
        await _cache.FetchAsync(manifest.Url, manifest.CommitId, _protocols, cancellationToken).ConfigureAwait(false);
        TreeOrigin.Note(tree, manifest.Url);
    }

    private async Task<string> MakeReleaseAsync(ReleaseStore store, DeployManifest manifest, Func<DeployAgentState, Task> enter, CancellationToken cancellationToken)
    {
        var temporary = store.NewTemporary();
        try
        {
            await FetchAndCheckOutAsync(temporary, manifest, enter, cancellationToken).ConfigureAwait(false);
            return store.Keep(temporary, manifest.CommitId);
        }
        catch
        {
            // It may be what fills the disk.
            Trash.TryDelete(temporary);
            throw;
        }
    }

    private async Task<DeployWorkResult> InPlaceAsync(
        DeployManifest manifest, DeployTarget target, TargetKind kind, Func<DeployAgentState, Task> enter, CancellationToken cancellationToken)
    {
        // The agent's tree may be changed in place only after the commit is known to be there: FetchAndCheckOut fetches first.
        var tree = await FetchAndCheckOutAsync(target.Location, manifest, enter, cancellationToken, Claim).ConfigureAwait(false);
        return new(tree.CommitId!, tree.IsClean, IsChanged: true);

        void Claim()
        {
            _state.ForgetRecord();
            if (kind == TargetKind.Link) DeleteLink(target.Location);
            if (kind != TargetKind.Tree) TargetMarks.ClaimTree(target);
        }
    }

    /// <summary>Gets the commit into the cache and from there into a directory, and reads it back.</summary>
    private async Task<TreeState> FetchAndCheckOutAsync(
        string directory, DeployManifest manifest, Func<DeployAgentState, Task> enter, CancellationToken cancellationToken, Action? beforeCheckOut = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            await enter(DeployAgentState.Fetching).ConfigureAwait(false);
            var cache = await _cache.FetchAsync(manifest.Url, manifest.CommitId, _protocols, cancellationToken).ConfigureAwait(false);
            await enter(DeployAgentState.CheckingOut).ConfigureAwait(false);
            if (attempt == 1) beforeCheckOut?.Invoke();
            Directory.CreateDirectory(directory);
            try
            {
                await _trees.CheckOutAsync(directory, cache, manifest.Url, manifest.CommitId, _protocols, cancellationToken).ConfigureAwait(false);
                TreeOrigin.Note(directory, manifest.Url);
                return await VerifyAsync(directory, manifest.CommitId, cancellationToken).ConfigureAwait(false);
            }
            catch (DeployWorkException e) when (attempt == 1 && e.ErrorId == DeployErrorIds.CheckoutFailed)
            {
                // The remote may be sound and only the cache damaged.
                _cache.Forget(manifest.Url, manifest.CommitId);
            }
        }
    }

    /// <summary>Nothing is reported that git does not read back. A tree that differs from its commit at once (filters, line endings) is reported so.</summary>
    private async Task<TreeState> VerifyAsync(string directory, string commitId, CancellationToken cancellationToken)
    {
        var tree = await _trees.ReadAsync(directory, cancellationToken).ConfigureAwait(false);
        if (!tree.IsAt(commitId)) throw new DeployWorkException(DeployErrorIds.VerifyFailed, $"'{directory}' stands at {tree.CommitId ?? "no commit"} after the checkout of {commitId}.");
        return tree;
    }

    private static void DeleteLink(string link)
    {
        if (OperatingSystem.IsWindows()) Directory.Delete(link);
        else File.Delete(link);
    }
}
