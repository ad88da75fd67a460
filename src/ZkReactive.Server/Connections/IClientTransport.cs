namespace ZkReactive.Server.Connections;

/// <summary>The I/O side of a connection, as the rest of the server sees it.</summary>
internal interface IClientTransport
{
    /// <summary>Starts sending what is in the output, without waiting for it. Called without the server's lock.</summary>
    void Flush();

    /// <summary>Closes at once, without sending anything more. Never blocks.</summary>
    void Abort();

    /// <summary>Keeps the output back for a time; then sends it. Called with the server's lock held.</summary>
    void HoldLocked(TimeSpan time);
}
