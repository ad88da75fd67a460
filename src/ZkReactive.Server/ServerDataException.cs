namespace ZkReactive.Server;

/// <summary>A server cannot use its data directory; the message names the file, where in it, and what to do.</summary>
public sealed class ServerDataException : IOException
{
    /// <summary>Makes one.</summary>
    /// <param name="errorId">One of <see cref="ServerDataErrorIds"/>.</param>
    /// <param name="message">What failed, where, what was found and what to do.</param>
    /// <param name="path">The file or directory.</param>
    /// <param name="offset">Where in the file, in bytes; null where that says nothing.</param>
    /// <param name="innerException">What the system said.</param>
    public ServerDataException(string errorId, string message, string path, long? offset = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Path = path;
        Offset = offset;
    }

    /// <summary>One of <see cref="ServerDataErrorIds"/>; never changes.</summary>
    public string ErrorId { get; }

    /// <summary>The file or directory.</summary>
    public string Path { get; }

    /// <summary>Where in the file, in bytes from its start; null where that says nothing.</summary>
    public long? Offset { get; }
}
