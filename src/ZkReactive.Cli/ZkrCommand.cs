using System.CommandLine;

namespace ZkReactive.Cli;

/// <summary>A verb with what its help page says besides its options.</summary>
internal sealed class ZkrCommand : Command
{
    /// <summary>Makes one.</summary>
    public ZkrCommand(string name, string description)
        : base(name, description)
    {
    }

    /// <summary>Command lines to copy, each with what it does.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>What to know before using it; paragraphs.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether it talks to an ensemble, so that the connection options are worth showing.</summary>
    public bool Connects { get; init; } = true;

    /// <summary>A command line and what it does.</summary>
    internal sealed record Example(string CommandLine, string What);
}
