namespace ZkReactive.Streams.Sharing;

/// <summary>A stream as its client's hub sees it.</summary>
internal interface ISharedStream
{
    /// <summary>The session's state may have changed.</summary>
    void OnSessionChanged();

    /// <summary>The client was disposed.</summary>
    void OnClientClosed();
}
