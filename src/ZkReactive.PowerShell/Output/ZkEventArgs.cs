namespace ZkReactive.PowerShell.Output;

/// <summary>What an event of Register-ZkEvent carries: <c>$EventArgs</c> in its action, <c>SourceEventArgs</c> of what Get-Event gives.</summary>
public sealed class ZkEventArgs : EventArgs
{
    internal ZkEventArgs(object? change, Exception? error)
    {
        Change = change;
        Error = error;
    }

    /// <summary>The state, as Watch-ZkNode writes it; null when the stream failed.</summary>
    public object? Change { get; }

    /// <summary>Why the stream ended; null for a state. No event follows one with an error.</summary>
    public Exception? Error { get; }
}
