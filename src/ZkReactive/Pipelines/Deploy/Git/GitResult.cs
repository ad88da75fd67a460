namespace ZkReactive.Pipelines.Deploy.Git;

/// <summary>What a git command answered.</summary>
/// <param name="ExitCode">Its exit code; 0 is success.</param>
/// <param name="Output">The beginning of its standard output.</param>
/// <param name="ErrorTail">The end of its standard error, secrets removed.</param>
internal sealed record GitResult(int ExitCode, string Output, string ErrorTail)
{
    private const int MostLines = 3;

    internal bool IsSuccess => ExitCode == 0;

    /// <summary>
    /// What git wrote, for a person to read; nothing is decided by it. The lines that git marks as errors, of which the
    /// first says why and the rest what follows; without any, the last lines.
    /// </summary>
    internal string Said
    {
        get
        {
            var lines = ErrorTail.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length == 0) return $"git ended with exit code {ExitCode} and said nothing";
            var errors = lines.Where(IsError).Take(MostLines).ToArray();
            return string.Join(" | ", errors.Length > 0 ? errors : lines.TakeLast(MostLines));
        }
    }

    private static bool IsError(string line) =>
        line.StartsWith("fatal:", StringComparison.Ordinal) || line.StartsWith("error:", StringComparison.Ordinal) || line.StartsWith("ssh:", StringComparison.Ordinal);
}
