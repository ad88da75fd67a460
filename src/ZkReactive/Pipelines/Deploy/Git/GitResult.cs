namespace ZkReactive.Pipelines.Deploy.Git;

/// <summary>What a git command answered.</summary>
/// <param name="ExitCode">Its exit code; 0 is success.</param>
/// <param name="Output">The beginning of its standard output.</param>
/// <param name="ErrorTail">The end of its standard error, secrets removed.</param>
/// <param name="IsTimedOut">Whether it was killed because it took too long.</param>
internal sealed record GitResult(int ExitCode, string Output, string ErrorTail, bool IsTimedOut)
{
    internal bool IsSuccess => ExitCode == 0 && !IsTimedOut;

    /// <summary>The last line that git wrote, for a person to read; nothing is decided by it.</summary>
    internal string Said
    {
        get
        {
            var lines = ErrorTail.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return lines.Length == 0 ? $"git ended with exit code {ExitCode} and said nothing" : string.Join(" | ", lines.TakeLast(3));
        }
    }
}
