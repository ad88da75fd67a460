using System.CommandLine;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary><c>zkr deploy publish</c>.</summary>
internal static class DeployPublishCommand
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.PathOption("The manifest node; it is created when missing.");
        var url = CliOptions.Required("--url", "URL", "The git repository, as the agents reach it.");
        var commit = CliOptions.Required("--commit", "SHA", "The exact commit, all 40 (or 64) hex digits.");
        var relativePath = CliOptions.Required("--relative-path", "DIR", "The directory below each agent's root.");
        var wait = new Option<bool>("--wait") { Description = "Wait until every registered agent has finished, showing how it goes; fails (1) unless all succeeded." };
        var timeout = CliOptions.Duration("--timeout", "How long --wait waits. Default: 5m.");
        var json = CliOptions.Json("What was published as one JSON object, and with --wait a second one with how it ended.");
        var command = new ZkrCommand("publish", "Tell every agent which commit to run.")
        {
            Examples =
            [
                new("zkr deploy publish --path /app/business/config \\\n  --url https://git.example.org/shop.git --commit $(git rev-parse HEAD) \\\n  --relative-path shop --wait", "Deploy what is checked out here, and wait for all servers."),
            ],
        };
        foreach (var option in new Option[] { path, url, commit, relativePath, wait, timeout, json }) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(timeout) is not null && !result.GetValue(wait)) result.AddError("--timeout is how long --wait waits; give --wait as well.");
        });
        command.SetAction(async (parse, cancellationToken) =>
        {
            var client = await context.ConnectAsync(parse, cancellationToken, parse.GetValue(timeout)).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var manifest = new DeployManifest
                {
                    Url = parse.GetRequiredValue(url),
                    CommitId = parse.GetRequiredValue(commit),
                    RelativePath = parse.GetRequiredValue(relativePath),
                };
                var publisher = new DeployPublisher(client, new DeployPublisherOptions { Path = parse.GetRequiredValue(path), TimeProvider = context.Host.TimeProvider });
                var published = await publisher.PublishAsync(manifest, cancellationToken).ConfigureAwait(false);
                var isJson = parse.GetValue(json);
                if (isJson) CliJson.Write(context.Host.Out, DeployPublishedJson.From(published), CliJson.Lines.DeployPublishedJson);
                else WritePublished(context.Host.Out, published);
                if (!parse.GetValue(wait)) return ExitCodes.Done;

                var status = await new DeployFollower(context.Host, isJson).WaitAsync(client, published, parse.GetValue(timeout) ?? DefaultTimeout, cancellationToken).ConfigureAwait(false);
                return status.Outcome == DeployOutcome.Succeeded ? ExitCodes.Done : throw NotSucceeded(status);
            }
        });
        return command;
    }

    private static void WritePublished(TextWriter output, PublishedDeploy published)
    {
        output.WriteLine($"published {Text.OneLine(published.DeployId)} at {published.Path} (version {published.Version})");
        output.WriteLine($"  {Text.OneLine(published.Manifest.ToString())}");
        output.Flush();
    }

    private static CliException NotSucceeded(DeployStatus status)
    {
        var first = status.Agents.FirstOrDefault(agent => agent.ErrorId is not null);
        var why = first is null ? "" : $"; {first.Agent}: {first.ErrorId}";
        return new CliException(
            status.Outcome == DeployOutcome.Superseded ? "ZkDeploySuperseded" : "ZkDeployFailed",
            ExitCodes.Failed,
            $"Deploy {status.DeployId} at {status.Path} ended {DeployStatusJson.Name(status.Outcome)}: {DeployView.Summary(status)}{why}");
    }
}
