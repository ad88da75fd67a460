namespace ZkReactive.Server.Persistence.Log;

/// <summary>A file that a log is written to. Every method throws <see cref="IOException"/> when the disk does not do it.</summary>
internal interface ILogFile : IDisposable
{
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Returns when all that was written is on the disk, the file's name included.</summary>
    void Sync();

    void SetLength(long length);
}
