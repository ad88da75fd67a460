namespace ZkReactive.Cli;

/// <summary>What a command's help page says besides its options.</summary>
internal interface IHelpPage
{
    /// <summary>Command lines to copy, each with what it does.</summary>
    IReadOnlyList<HelpExample> Examples { get; }

    /// <summary>What to know before using it; paragraphs.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>Whether the connection options are worth showing.</summary>
    bool Connects { get; }
}
