using System.CommandLine;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Hooks;

namespace ZkReactive.Cli;

/// <summary><c>zkr deploy hook</c>.</summary>
internal static class DeployHookCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var options = new DeployHookOptions();
        var command = new ZkrCommand("hook", "Publish what is pushed to a branch, by a hook of the repository.")
        {
            Notes =
            [
                "A bare repository gets a post-receive hook, one with a work tree post-commit and post-merge. Hooks that are there go on working, and stand there again after --uninstall.",
                "The hook never fails a push and takes at most 10 s: while ZooKeeper is away it says so and keeps what was pushed; the next push publishes it, or --replay. It runs as the account that pushes; credentials come from ZKREACTIVE_AUTH there.",
            ],
            Examples =
            [
                new("zkr deploy hook --repository /srv/git/shop.git --branch main \\\n  --path /app/business/config --relative-path shop \\\n  --url https://git.example.org/shop.git", "From now on, what is pushed to main is deployed."),
                new("zkr deploy hook --repository /srv/git/shop.git --replay", "Publish what could not be published."),
                new("zkr deploy hook --repository /srv/git/shop.git --uninstall", "Take it out again."),
            ],
        };
        options.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var repository = System.IO.Path.GetFullPath(parse.GetRequiredValue(options.Repository), context.Host.CurrentDirectory);
            if (parse.GetValue(options.Run) is { } hook) return await DeployHookSession.RunAsync(context, parse, repository, hook, cancellationToken).ConfigureAwait(false);
            if (parse.GetValue(options.Replay)) return await DeployHookSession.ReplayAsync(context, parse, repository, cancellationToken).ConfigureAwait(false);
            if (parse.GetValue(options.Uninstall))
            {
                var removed = await DeployHook.UninstallAsync(repository, context.Host.TimeProvider, cancellationToken).ConfigureAwait(false);
                Say(context, removed.Count == 0 ? ["there is no hook of zkr's own to take out; nothing is published any more"] : removed.Select(file => $"removed from {file}"));
                return ExitCodes.Done;
            }

            if (!parse.GetValue(options.List)) await InstallAsync(context, parse, options, repository, cancellationToken).ConfigureAwait(false);
            var entries = await DeployHook.ListAsync(repository, cancellationToken).ConfigureAwait(false);
            foreach (var entry in entries) Write(context, entry, parse.GetValue(options.Json));
            if (entries.Count == 0) context.Notice("no hook of zkr's is installed there");
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task InstallAsync(CliContext context, ParseResult parse, DeployHookOptions options, string repository, CancellationToken cancellationToken)
    {
        var key = parse.GetValue(options.SignKey) is { } file ? System.IO.Path.GetFullPath(file, context.Host.CurrentDirectory) : null;
        // A key that cannot be used is told of now, not at the first push.
        DeploySigning.Load(context, key)?.Dispose();
        var target = new DeployHookTarget
        {
            Branch = parse.GetValue(options.Branch)!,
            Path = parse.GetValue(options.Path).Value,
            RelativePath = parse.GetValue(options.RelativePath)!,
            Url = parse.GetValue(options.Url) ?? new Uri(repository).AbsoluteUri,
            Connect = context.Global.ConnectString(parse) ?? new ZkClientOptions().ConnectString,
            SigningKey = key,
        };
        var hooks = await DeployHook.InstallAsync(repository, target, DeployHookSession.OwnCommand(), context.Host.TimeProvider, cancellationToken).ConfigureAwait(false);
        if (!parse.GetValue(options.Json)) Say(context, hooks.Select(hook => $"installed in {hook}"));
    }

    private static void Write(CliContext context, DeployHookEntry entry, bool isJson)
    {
        var line = DeployHookJson.From(entry);
        if (isJson) CliJson.Write(context.Host.Out, line, CliJson.Lines.DeployHookJson);
        else Say(context, [$"{line.Branch} -> {line.Path} as {line.RelativePath}, from {line.Url}, by {line.Connect}{(line.SigningKey is null ? "" : ", signed")}{(line.Pending is null ? "" : $"; {DeployRow.Short(line.Pending)} waits to be published")}"]);
    }

    private static void Say(CliContext context, IEnumerable<string> lines)
    {
        foreach (var line in lines) context.Host.Out.WriteLine(Text.OneLine(line));
    }
}
