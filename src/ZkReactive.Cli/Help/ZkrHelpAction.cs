using System.CommandLine;
using System.CommandLine.Invocation;

namespace ZkReactive.Cli;

/// <summary>Prints a command's help page.</summary>
internal sealed class ZkrHelpAction(CliContext context) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        HelpText.Write(parseResult.CommandResult.Command, context.Host.Out, context.Host.Width);
        return ExitCodes.Done;
    }
}
