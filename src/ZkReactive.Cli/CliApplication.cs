using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace ZkReactive.Cli;

/// <summary>The command line from arguments to exit code.</summary>
internal static class CliApplication
{
    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliHost host, StopSignals signals)
    {
        var context = new CliContext(host, new GlobalOptions(host), signals);
        var root = CreateRoot(context);
        var parse = Parse(root, args);
        if (parse.Action is not ZkrHelpAction && parse.Errors.Count > 0) return RefuseUsage(parse, host);

        var invocation = new InvocationConfiguration
        {
            Output = host.Out,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parse.InvokeAsync(invocation, signals.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            host.Error.WriteLine("zkr: stopped before it was done");
            return ExitCodes.StoppedBySignal + signals.Signal;
        }
        catch (Exception exception)
        {
            CliErrors.Write(host.Error, exception, parse.GetValue(context.Global.Verbose));
            return CliErrors.ExitCode(exception);
        }
        finally
        {
            await host.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>The command tree.</summary>
    internal static ZkrRootCommand CreateRoot(CliContext context)
    {
        var root = new ZkrRootCommand();
        root.Directives.Clear();
        root.Add(DemoCommand.Create(context));
        root.Add(GetCommand.Create(context));
        root.Add(SetCommand.Create(context));
        root.Add(LsCommand.Create(context));
        root.Add(RmCommand.Create(context));
        root.Add(WatchCommand.Create(context));
        root.Add(DeployCommand.Create(context));
        root.Add(LockCommand.Create(context));
        root.Add(ServiceCommand.Create(context));
        root.Add(JournalCommand.Create(context));
        root.Add(PolicyCommand.Create(context));
        root.Add(ServerCommand.Create(context));
        root.Add(EnsembleCommand.Create(context));
        root.Add(context.Global.Connect);
        root.Add(context.Global.Auth);
        root.Add(context.Global.SessionTimeout);
        foreach (var option in context.Global.Tls.All) root.Add(option);
        root.Add(context.Global.Verbose);
        foreach (var help in root.Options.OfType<HelpOption>()) help.Action = new ZkrHelpAction(context);
        return root;
    }

    /// <summary>Reads a command line. A value that begins with @ is a value, not a file of arguments.</summary>
    internal static ParseResult Parse(RootCommand root, IReadOnlyList<string> args) =>
        root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });

    private static int RefuseUsage(ParseResult parse, CliHost host)
    {
        var command = parse.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parse.UnmatchedTokens.Count == 0)
        {
            HelpText.Write(command, host.Error, host.Width);
            return ExitCodes.Usage;
        }

        var messages = command.Subcommands.Count > 0
            ? [$"'{parse.UnmatchedTokens[0]}' is not a verb of '{CommandNames.Full(command)}'; it has {string.Join(", ", command.Subcommands.Select(verb => verb.Name))}."]
            : parse.Errors.Select(Describe).Distinct();
        foreach (var message in messages) host.Error.WriteLine($"zkr: {Text.OneLine(message)} [ZkUsage]");
        host.Error.WriteLine($"zkr: see '{CommandNames.Full(command)} --help'");
        return ExitCodes.Usage;
    }

    // The parser names the command that lacks an argument, but not which argument.
    private static string Describe(ParseError error) =>
        error.SymbolResult is ArgumentResult { Tokens.Count: 0, Argument: var argument, Parent: CommandResult } ? $"{argument.Name} is missing." : error.Message;
}
