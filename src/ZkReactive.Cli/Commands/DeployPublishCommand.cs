using System.CommandLine;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary><c>zkr deploy publish</c>.</summary>
internal static class DeployPublishCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.PathOption("The manifest node; it is created when missing.");
        var url = CliOptions.Required("--url", "URL", "The git repository, as the agents reach it.");
        var commit = CliOptions.Required("--commit", "SHA", "The exact commit, all 40 (or 64) hex digits.");
        var relativePath = CliOptions.Required("--relative-path", "DIR", "The directory below each agent's root.");
        var waiting = new DeployWaiting();
        var signKey = DeploySigning.KeyOption();
        var rollout = new DeployRolloutOptions();
        var json = CliOptions.Json("What was published as one JSON object, and with --wait a second one with how it ended.");
        var command = new ZkrCommand("publish", "Tell every agent which commit to run.")
        {
            Examples =
            [
                new("zkr deploy publish --path /app/business/config \\\n  --url https://git.example.org/shop.git --commit $(git rev-parse HEAD) \\\n  --relative-path shop --wait", "Deploy what is checked out here, and wait for all servers."),
                new("zkr deploy publish --path /app/business/config \\\n  --url https://git.example.org/shop.git --commit $(git rev-parse HEAD) \\\n  --relative-path shop --canary 2 --soak 5m --batch-size 20 \\\n  --max-failures 3 --health-http http://127.0.0.1:8080/health", "Two servers first, then twenty at a time; stop after the fourth failure."),
            ],
        };
        foreach (var option in new Option[] { path, url, commit, relativePath }) command.Add(option);
        waiting.AddTo(command);
        command.Add(signKey);
        command.Add(json);
        rollout.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var key = DeploySigning.Load(context, parse.GetValue(signKey));
            var client = await context.ConnectAsync(parse, cancellationToken, waiting.Timeout(parse)).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var manifest = rollout.Apply(parse, new DeployManifest
                {
                    Url = parse.GetRequiredValue(url),
                    CommitId = parse.GetRequiredValue(commit),
                    RelativePath = parse.GetRequiredValue(relativePath),
                });
                var publisher = new DeployPublisher(client, DeploySigning.Options(context, parse.GetRequiredValue(path), key));
                var published = await publisher.PublishAsync(manifest, cancellationToken).ConfigureAwait(false);
                return await waiting.FinishAsync(context, client, parse, published, parse.GetValue(json), cancellationToken).ConfigureAwait(false);
            }
        });
        return command;
    }
}
