using ZkReactive.Server.Persistence.Log;

namespace ZkReactive.Server.Tests.Persistence;

/// <summary>A disk that waits or fails when a test says so.</summary>
internal sealed class TestDisk : ILogFiles, IAsyncDisposable
{
    private readonly DiskLogFiles _files = new();
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly SemaphoreSlim _waiting = new(0);

    /// <summary>What the next sync fails with.</summary>
    public IOException? SyncFailure { get; set; }

    /// <summary>How many bytes may still be written; then the disk is full.</summary>
    public long Room { get; set; } = long.MaxValue;

    /// <summary>From here on a sync takes until <see cref="Release"/>.</summary>
    public void Hold() => _open.Reset();

    public void Release() => _open.Set();

    /// <summary>Waits until a sync is held.</summary>
    public async Task HeldAsync() => Assert.True(await _waiting.WaitAsync(TimeSpan.FromSeconds(30)));

    public ILogFile Create(string path) => new HeldFile(this, _files.Create(path));

    public ValueTask DisposeAsync()
    {
        _open.Dispose();
        _waiting.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class HeldFile(TestDisk disk, ILogFile file) : ILogFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var fits = (int)Math.Min(bytes.Length, disk.Room);
            file.Write(bytes[..fits], offset);
            disk.Room -= fits;
            if (fits < bytes.Length) throw new IOException("No space left on device");
        }

        public void Sync()
        {
            if (!disk._open.IsSet)
            {
                disk._waiting.Release();
                disk._open.Wait();
            }

            if (disk.SyncFailure is { } failure) throw failure;
            file.Sync();
        }

        public void SetLength(long length) => file.SetLength(length);

        public void Dispose() => file.Dispose();
    }
}
