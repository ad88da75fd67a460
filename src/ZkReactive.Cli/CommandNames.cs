using System.CommandLine;

namespace ZkReactive.Cli;

/// <summary>What a command is called, with the commands above it.</summary>
internal static class CommandNames
{
    /// <summary>The name as it is typed, <c>zkr deploy status</c> for instance.</summary>
    public static string Full(Command command) => string.Join(' ', Chain(command).Reverse());

    /// <summary>How many words come after <c>zkr</c>.</summary>
    public static int Depth(Command command) => Chain(command).Count() - 1;

    private static IEnumerable<string> Chain(Command command)
    {
        for (Command? at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault())
            yield return at is RootCommand ? "zkr" : at.Name;
    }
}
