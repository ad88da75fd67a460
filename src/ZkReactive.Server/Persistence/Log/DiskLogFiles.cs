using Microsoft.Win32.SafeHandles;

namespace ZkReactive.Server.Persistence.Log;

/// <summary>Log files on the disk.</summary>
internal sealed class DiskLogFiles : ILogFiles
{
    public ILogFile Create(string path) => new DiskFile(path);

    private sealed class DiskFile(string path) : ILogFile
    {
        private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        private bool _named;

        public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_file, bytes, offset);

        public void Sync()
        {
            DiskSync.Flush(_file);
            if (_named) return;
            DiskSync.FlushDirectory(Path.GetDirectoryName(path)!);
            _named = true;
        }

        public void SetLength(long length) => RandomAccess.SetLength(_file, length);

        public void Dispose() => _file.Dispose();
    }
}
