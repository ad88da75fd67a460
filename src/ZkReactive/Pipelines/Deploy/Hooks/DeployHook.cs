using ZkReactive.Client;

namespace ZkReactive.Pipelines.Deploy.Hooks;

/// <summary>
/// Publishes what is pushed to a branch, by a hook of the repository: <c>post-receive</c> in a bare one, <c>post-commit</c> and
/// <c>post-merge</c> in one with a work tree.
/// </summary>
public static class DeployHook
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);

    /// <summary>Installs the hook, or changes what it publishes; the same again changes nothing.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="target">What to publish where. One with the same branch, node and servers is replaced.</param>
    /// <param name="command">What runs zkr: a program by its whole path, and its first arguments.</param>
    /// <param name="time">Time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The hooks that publish now.</returns>
    /// <exception cref="DeployException">It is no repository, the target breaks a rule, or the disk refuses.</exception>
    public static Task<IReadOnlyList<string>> InstallAsync(string repository, DeployHookTarget target, IReadOnlyList<string> command, TimeProvider time, CancellationToken cancellationToken = default) =>
        ChangeAsync<IReadOnlyList<string>>(repository, time, async (found, files) =>
        {
            var problems = target.Check();
            if (problems.Count > 0) throw new DeployException(DeployErrorIds.ManifestRefused, $"The hook was not installed: {string.Join(" ", problems.Select(problem => problem.Message))}") { Problems = problems };
            if (!await found.IsBranchNameAsync(target.Branch, cancellationToken).ConfigureAwait(false)) throw HookRepository.Failed($"{DeployRules.Quote(target.Branch)} cannot be the name of a branch.");
            var entries = files.Read();
            var before = entries.FirstOrDefault(entry => entry.Target.IsSameAs(target));
            files.Write([.. entries.Where(entry => entry != before), new(target, before?.Pending, before?.DeployId)]);
            foreach (var name in found.HookNames) new HookFile(found.Hooks, name).Install(command);
            return [.. found.HookNames.Select(name => Path.Combine(found.Hooks, name))];
        }, cancellationToken);

    /// <summary>Takes the hook out and forgets what it published where. Hooks of others are as they were.</summary>
    /// <returns>The hooks that were changed; a directory of hooks that other repositories share is left as it is.</returns>
    /// <exception cref="DeployException">It is no repository, or the disk refuses.</exception>
    public static async Task<IReadOnlyList<string>> UninstallAsync(string repository, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var changed = await ChangeAsync<IReadOnlyList<string>>(repository, time, (found, files) =>
        {
            files.Write([]);
            return Task.FromResult<IReadOnlyList<string>>(found.SharesHooks ? [] : [.. found.HookNames.Where(name => new HookFile(found.Hooks, name).Uninstall()).Select(name => Path.Combine(found.Hooks, name))]);
        }, cancellationToken).ConfigureAwait(false);
        new HookFiles((await HookRepository.FindAsync(repository, cancellationToken).ConfigureAwait(false)).CommonDirectory).Delete();
        return changed;
    }

    /// <summary>What a repository's hook publishes, and what it could not publish yet; empty when there is none.</summary>
    /// <exception cref="DeployException">It is no repository.</exception>
    public static async Task<IReadOnlyList<DeployHookEntry>> ListAsync(string repository, CancellationToken cancellationToken = default) =>
        new HookFiles((await HookRepository.FindAsync(repository, cancellationToken).ConfigureAwait(false)).CommonDirectory).Read();

    /// <summary>
    /// Takes note of what was pushed, and publishes it and what is still waiting. What cannot be published now stays noted.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="pushed">Decides what was pushed: a commit, a deletion (null), or nothing (no element), by branch; null to publish only what is waiting.</param>
    /// <param name="connect">Makes a connection's options of a connect string.</param>
    /// <param name="say">Told in words what is done.</param>
    /// <param name="time">Time.</param>
    /// <param name="cancellationToken">Gives up; what is not published stays noted.</param>
    /// <returns>What is still waiting.</returns>
    /// <exception cref="DeployException">It is no repository.</exception>
    public static Task<IReadOnlyList<DeployHookEntry>> PublishAsync(
        string repository,
        IReadOnlyDictionary<string, string?>? pushed,
        Func<string, ZkClientOptions> connect,
        Action<string> say,
        TimeProvider time,
        CancellationToken cancellationToken = default) =>
        ChangeAsync<IReadOnlyList<DeployHookEntry>>(repository, time, async (found, files) =>
        {
            var run = new HookRun(found, files, connect, say, time);
            run.Note(pushed ?? new Dictionary<string, string?>());
            await run.PublishAsync(cancellationToken).ConfigureAwait(false);
            return [.. files.Read().Where(entry => entry.Pending is not null)];
        }, cancellationToken);

    /// <summary>What git tells a <c>post-receive</c> hook, a line "old new ref" for each ref; only branches count.</summary>
    public static IReadOnlyDictionary<string, string?> ReadPushed(IEnumerable<string> lines)
    {
        const string Heads = "refs/heads/";
        var pushed = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var words in lines.Select(line => line.Split(' ', 3)))
        {
            if (words.Length != 3 || !words[2].StartsWith(Heads, StringComparison.Ordinal) || DeployRules.CheckCommitId(words[1]) is not null) continue;
            pushed[words[2][Heads.Length..]] = words[1].All(c => c == '0') ? null : words[1];
        }

        return pushed;
    }

    /// <summary>What was committed or merged in a work tree: the branch that is checked out, and its tip; empty when none is.</summary>
    public static async Task<IReadOnlyDictionary<string, string?>> ReadCommittedAsync(string workTree, CancellationToken cancellationToken = default)
    {
        const string Heads = "refs/heads/";
        var head = (await HookRepository.GitAsync(workTree, ["symbolic-ref", "-q", "HEAD"], cancellationToken).ConfigureAwait(false))?.Trim();
        if (head is null || !head.StartsWith(Heads, StringComparison.Ordinal)) return new Dictionary<string, string?>();
        var commit = (await HookRepository.GitAsync(workTree, ["rev-parse", "HEAD"], cancellationToken).ConfigureAwait(false))?.Trim();
        return commit is null ? new Dictionary<string, string?>() : new Dictionary<string, string?> { [head[Heads.Length..]] = commit };
    }

    private static async Task<T> ChangeAsync<T>(string repository, TimeProvider time, Func<HookRepository, HookFiles, Task<T>> change, CancellationToken cancellationToken)
    {
        var found = await HookRepository.FindAsync(repository, cancellationToken).ConfigureAwait(false);
        var files = new HookFiles(found.CommonDirectory);
        try
        {
            using var held = await files.LockAsync(LockPatience, time, cancellationToken).ConfigureAwait(false)
                ?? throw HookRepository.Failed($"Another push to '{found.CommonDirectory}' is being published and does not end.");
            return await change(found, files).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeployException(DeployErrorIds.DiskFailed, $"The hook of '{found.CommonDirectory}' cannot be read or written: {e.Message}", e);
        }
    }
}
