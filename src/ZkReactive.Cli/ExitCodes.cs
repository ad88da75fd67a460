namespace ZkReactive.Cli;

/// <summary>What the process's exit code says.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line could not be understood.</summary>
    public const int Usage = 2;

    /// <summary>No server could be reached, or the connection was lost for good.</summary>
    public const int NotConnected = 3;

    /// <summary>To this the signal's number is added when a verb was stopped before it was done: 130 for Ctrl+C, 143 for SIGTERM.</summary>
    public const int StoppedBySignal = 128;
}
