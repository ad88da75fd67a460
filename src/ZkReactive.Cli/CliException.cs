namespace ZkReactive.Cli;

/// <summary>Something a verb found out itself; the library has its own exceptions.</summary>
internal sealed class CliException : Exception
{
    /// <summary>Makes one.</summary>
    public CliException(string errorId, int exitCode, string message)
        : base(message)
    {
        ErrorId = errorId;
        ExitCode = exitCode;
    }

    /// <summary>A stable name for this kind of failure.</summary>
    public string ErrorId { get; }

    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; }
}
