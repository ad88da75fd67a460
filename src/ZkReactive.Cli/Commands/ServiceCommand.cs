using System.CommandLine;

namespace ZkReactive.Cli;

/// <summary><c>zkr service</c>.</summary>
internal static class ServiceCommand
{
    /// <summary>Makes the verb with its verbs.</summary>
    public static Command Create(CliContext context)
    {
        var command = new ZkrCommand("service", "Register services by their probes, and look them up.")
        {
            Connects = false,
            Notes = ["A service is a persistent node, such as /service/shop/web; each instance is an ephemeral node below it, in the format of Curator's service discovery or as [\"host\",\"port\"]. Kafka's broker registrations are read as well."],
        };
        command.Add(ServiceRegisterCommand.Create(context));
        command.Add(ServiceListCommand.Create(context));
        command.Add(ServiceWatchCommand.Create(context));
        return command;
    }
}
