namespace ZkReactive.Pipelines.Processes;

/// <summary>How a program ended and what it wrote.</summary>
/// <param name="ExitCode">Its exit code; of no meaning when it was killed.</param>
/// <param name="Output">The kept part of its standard output.</param>
/// <param name="Error">The end of its standard error.</param>
/// <param name="IsTimedOut">It was killed because its time was over.</param>
internal sealed record ChildProcessResult(int ExitCode, string Output, string Error, bool IsTimedOut);
