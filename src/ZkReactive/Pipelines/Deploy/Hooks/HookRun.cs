using System.Globalization;
using System.Security.Cryptography;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Hooks;

/// <summary>One run of a repository's hook, by whoever holds its lock.</summary>
internal sealed class HookRun(HookRepository repository, HookFiles files, Func<string, ZkClientOptions> connect, Action<string> say, TimeProvider time)
{
    private const int ShortCommit = 10;

    /// <summary>Notes what is to be published, before anything that could fail.</summary>
    internal void Note(IReadOnlyDictionary<string, string?> pushed)
    {
        var entries = files.Read();
        var noted = entries.Select(entry => pushed.TryGetValue(entry.Target.Branch, out var commit) ? Note(entry, commit) : entry).ToList();
        if (!noted.SequenceEqual(entries)) files.Write(noted);
    }

    /// <summary>Publishes all that is noted, as far as it can be.</summary>
    internal async Task PublishAsync(CancellationToken cancellationToken)
    {
        foreach (var server in files.Read().Where(entry => entry.Pending is not null).GroupBy(entry => entry.Target.Connect))
        {
            try
            {
                var client = await ZkClient.ConnectAsync(connect(server.Key), cancellationToken).ConfigureAwait(false);
                await using (client.ConfigureAwait(false))
                {
                    foreach (var entry in server) await PublishAsync(client, entry, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is ZkException or OperationCanceledException or ArgumentException)
            {
                say($"not published yet ({string.Join(", ", server.Select(entry => entry.Target.Branch))}): {Reason(e, server.Key)} It is kept; the next push publishes it, or 'zkr deploy hook --replay --repository DIR'.");
            }
        }
    }

    private DeployHookEntry Note(DeployHookEntry entry, string? commit)
    {
        if (commit is not null) return entry with { Pending = commit, DeployId = NewDeployId() };
        say($"branch {entry.Target.Branch} was deleted; what runs at {entry.Target.Path} runs on");
        return entry with { Pending = null };
    }

    private async Task PublishAsync(IZkClient client, DeployHookEntry entry, CancellationToken cancellationToken)
    {
        // Two pushes may be told of in either order: what counts is where the branch is now.
        var tip = await repository.TipAsync(entry.Target.Branch, cancellationToken).ConfigureAwait(false);
        if (tip is null)
        {
            say($"branch {entry.Target.Branch} is gone; nothing is published to {entry.Target.Path}");
            Replace(entry, entry with { Pending = null });
            return;
        }

        if (tip != entry.Pending)
        {
            var moved = entry with { Pending = tip, DeployId = NewDeployId() };
            Replace(entry, moved);
            entry = moved;
        }

        try
        {
            using var key = entry.Target.SigningKey is { } file ? DeploySigningKey.Load(file) : null;
            var publisher = new DeployPublisher(client, new DeployPublisherOptions { Path = ZkPath.Parse(entry.Target.Path), SigningKey = key, TimeProvider = time });
            var published = await publisher.PublishAsync(entry.Target.Manifest(tip, entry.DeployId!), cancellationToken).ConfigureAwait(false);
            Replace(entry, entry with { Pending = null });
            say($"published {entry.Target.Branch} {tip[..ShortCommit]} to {entry.Target.Path} (deploy {published.DeployId})");
        }
        catch (DeployException e)
        {
            // A key or a rule stands in the way of this one; the others go on.
            say($"{entry.Target.Branch} is not published to {entry.Target.Path}: {e.Message}");
        }
    }

    private void Replace(DeployHookEntry before, DeployHookEntry after) => files.Write(files.Read().Select(entry => entry == before ? after : entry));

    private string NewDeployId() =>
        time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'-'HHmmss", CultureInfo.InvariantCulture) + "-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    private static string Reason(Exception e, string servers) => e is OperationCanceledException ? $"ZooKeeper at {servers} did not answer in time." : e.Message;
}
