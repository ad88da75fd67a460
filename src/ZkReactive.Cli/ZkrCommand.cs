using System.CommandLine;

namespace ZkReactive.Cli;

/// <summary>A verb with its help page.</summary>
internal sealed class ZkrCommand : Command, IHelpPage
{
    /// <summary>Makes one.</summary>
    public ZkrCommand(string name, string description)
        : base(name, description)
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<HelpExample> Examples { get; init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <inheritdoc/>
    public bool Connects { get; init; } = true;
}
