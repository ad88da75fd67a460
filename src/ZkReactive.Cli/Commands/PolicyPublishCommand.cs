using System.CommandLine;
using ZkReactive.Pipelines.Policy;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary><c>zkr policy publish</c>.</summary>
internal static class PolicyPublishCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var type = PolicyCommand.TypeOption("The node of the type of servers; it is created when missing.");
        var files = new Argument<string[]>("FILE") { Description = "XML files, each a policy that names itself.", Arity = ArgumentArity.OneOrMore };
        var replace = new Option<bool>("--replace") { Description = "Make the set of these files alone: policies that are not given are removed." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Write nothing; show what would be otherwise." };
        var services = CliOptions.PathOption("--services", "Warn of targets for which no service is registered below this node.", required: false);
        var json = CliOptions.Json("What was, or would be, otherwise as one JSON object.");
        var command = new ZkrCommand("publish", "Put policies into the set of a type, in one transaction.")
        {
            Notes = ["The whole resulting set is checked first; with an error in it nothing is written (1). Agents take the new set at once, all policies together."],
            Examples =
            [
                new("zkr policy publish --type /Proxy Acl1.xml Agl1.xml --dry-run", "Which ids would move from where to where?"),
                new("zkr policy publish --type /Proxy policies/*.xml --replace \\\n  --services /service/push", "Make the set exactly these files."),
            ],
        };
        command.Add(files);
        foreach (var option in new Option[] { type, replace, dryRun, services, json }) command.Add(option);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var sources = await PolicyInput.ReadAsync(context.Host, parse.GetRequiredValue(files), cancellationToken).ConfigureAwait(false);
            var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var publisher = new PolicyPublisher(client, new PolicyPublisherOptions
                {
                    Type = parse.GetRequiredValue(type),
                    ServicesPath = parse.GetResult(services) is null ? default(ZkPath?) : parse.GetValue(services),
                });
                var view = new PolicyChangeView(context.Host, parse.GetValue(json));
                if (parse.GetValue(dryRun)) return view.Write(parse.GetRequiredValue(type), await publisher.PlanPublishAsync(sources, parse.GetValue(replace), cancellationToken).ConfigureAwait(false));
                view.Write(await publisher.PublishAsync(sources, parse.GetValue(replace), cancellationToken).ConfigureAwait(false), "published");
                return ExitCodes.Done;
            }
        });
        return command;
    }
}
