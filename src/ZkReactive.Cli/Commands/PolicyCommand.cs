using System.CommandLine;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary><c>zkr policy</c>.</summary>
internal static class PolicyCommand
{
    /// <summary>Makes the verb with its verbs.</summary>
    public static Command Create(CliContext context)
    {
        var command = new ZkrCommand("policy", "Publish, test and watch routing policies: XML below a type of servers.")
        {
            Connects = false,
            Notes = ["Access lists (acl, below TYPE/Acls) say where ids go next; conditions (agl, below TYPE/Agls) are decisions of their own. All policies of a type are one set: it is checked as a whole and written in one transaction."],
        };
        command.Add(PolicyPublishCommand.Create(context));
        command.Add(PolicyRemoveCommand.Create(context));
        command.Add(PolicyTestCommand.Create(context));
        command.Add(PolicyListCommand.Create(context));
        command.Add(PolicyWatchCommand.Create(context));
        return command;
    }

    /// <summary><c>--type</c>.</summary>
    internal static Option<ZkPath> TypeOption(string description, bool required = true) => CliOptions.PathOption("--type", description, required);
}
