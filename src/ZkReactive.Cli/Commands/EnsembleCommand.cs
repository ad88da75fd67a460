using System.CommandLine;
using ZkReactive.Ensemble;

namespace ZkReactive.Cli;

/// <summary><c>zkr ensemble</c>.</summary>
internal static class EnsembleCommand
{
    /// <summary>Makes the verb with its verbs.</summary>
    public static Command Create(CliContext context)
    {
        var command = new ZkrCommand("ensemble", "Run Apache ZooKeeper servers on this machine, and see how any ensemble fares.")
        {
            Connects = false,
            Notes = ["new, start and stop are for an ensemble in one directory of this machine, on loopback only; they need Java and Apache ZooKeeper. status and test ask any servers. For one server without Java there is 'zkr server'."],
        };
        command.Add(EnsembleNewCommand.Create(context));
        command.Add(EnsembleStartCommand.Create(context));
        command.Add(EnsembleStatusCommand.Create(context));
        command.Add(EnsembleStopCommand.Create(context));
        command.Add(EnsembleTestCommand.Create(context));
        return command;
    }

    /// <summary><c>--dir</c>, required.</summary>
    public static Option<string> RequiredDirectory() => CliOptions.Required("--dir", "DIR", "The ensemble's directory, with zoo1.cfg and the others.");

    /// <summary><c>--dir</c> where a connect string will do instead.</summary>
    public static Option<string?> OptionalDirectory() =>
        new("--dir") { Description = "The directory of an ensemble on this machine. Default: the servers of --connect.", HelpName = "DIR" };

    /// <summary><c>--server</c>.</summary>
    public static Option<int[]> Servers(string description) =>
        new("--server") { Description = description, HelpName = "N", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };

    /// <summary>The ensemble in the directory of <paramref name="directory"/>; it logs to stderr under <c>--verbose</c>.</summary>
    public static ZkEnsemble Open(CliContext context, ParseResult parse, Option<string> directory)
    {
        var ensemble = ZkEnsemble.Open(FullPath(context, parse.GetRequiredValue(directory)));
        return parse.GetValue(context.Global.Verbose) ? ensemble with { LoggerFactory = new LineLoggerFactory(context.Host) } : ensemble;
    }

    /// <summary>A directory as it was typed, made absolute.</summary>
    public static string FullPath(CliContext context, string directory) => Path.GetFullPath(directory, Path.GetFullPath(context.Host.CurrentDirectory));
}
