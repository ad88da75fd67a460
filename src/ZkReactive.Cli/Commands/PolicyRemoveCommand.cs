using System.CommandLine;
using ZkReactive.Pipelines.Policy;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary><c>zkr policy remove</c>.</summary>
internal static class PolicyRemoveCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var type = PolicyCommand.TypeOption("The node of the type of servers.");
        var names = new Argument<string[]>("NAME") { Description = "The policies' names.", Arity = ArgumentArity.OneOrMore };
        var dryRun = new Option<bool>("--dry-run") { Description = "Write nothing; show what would be otherwise." };
        var services = CliOptions.PathOption("--services", "Warn of targets of what is left for which no service is registered below this node.", required: false);
        var json = CliOptions.Json("What was, or would be, otherwise as one JSON object.");
        var command = new ZkrCommand("remove", "Take policies out of the set of a type, in one transaction.")
        {
            Notes = ["What is left is checked as a set; with an error in it nothing is removed (1)."],
            Examples = [new("zkr policy remove --type /Proxy Acl2 --dry-run", "Where would its ids go?")],
        };
        command.Add(names);
        foreach (var option in new Option[] { type, dryRun, services, json }) command.Add(option);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var publisher = new PolicyPublisher(client, new PolicyPublisherOptions
                {
                    Type = parse.GetRequiredValue(type),
                    ServicesPath = parse.GetResult(services) is null ? default(ZkPath?) : parse.GetValue(services),
                });
                var view = new PolicyChangeView(context.Host, parse.GetValue(json));
                if (parse.GetValue(dryRun)) return view.Write(parse.GetRequiredValue(type), await publisher.PlanRemoveAsync(parse.GetRequiredValue(names), cancellationToken).ConfigureAwait(false));
                view.Write(await publisher.RemoveAsync(parse.GetRequiredValue(names), cancellationToken).ConfigureAwait(false), "removed");
                return ExitCodes.Done;
            }
        });
        return command;
    }
}
