using System.CommandLine;

namespace ZkReactive.Cli;

/// <summary><c>zkr</c> itself.</summary>
internal sealed class ZkrRootCommand() : RootCommand("Drive server fleets from Apache ZooKeeper: change one znode and every server deploys it and says so."), IHelpPage
{
    /// <inheritdoc/>
    public IReadOnlyList<HelpExample> Examples { get; } =
    [
        new("zkr demo", "See all of it in a few seconds, with nothing to set up."),
        new("zkr server &\nzkr set /hello world --create\nzkr get /hello", "Begin with a server of your own."),
        new("zkr deploy --help", "Deploy to a fleet."),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes { get; } = ["'zkr VERB --help' says more about a verb."];

    /// <inheritdoc/>
    public bool Connects => true;
}
