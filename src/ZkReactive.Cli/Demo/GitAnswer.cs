namespace ZkReactive.Cli.Demo;

/// <summary>What git said.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">Its output, without trailing line ends.</param>
/// <param name="Error">Its errors.</param>
internal sealed record GitAnswer(int ExitCode, string Output, string Error);
