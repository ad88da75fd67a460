namespace ZkReactive.Cli;

/// <summary>A command line to copy and what it does.</summary>
/// <param name="CommandLine">The command line; a long one has several lines, joined by backslashes.</param>
/// <param name="What">What it does.</param>
internal sealed record HelpExample(string CommandLine, string What);
