using ZkReactive.Server.Persistence.Format;

namespace ZkReactive.Server.Persistence.Log;

/// <summary>
/// Appends records to the present log file and makes the disk keep them. Files are filled with zeros ahead of the records, so
/// that an append changes bytes the file has already and the disk need not keep its size as well. Not thread-safe.
/// </summary>
internal sealed class LogFileWriter(DataDirectory directory, ILogFiles files) : IDisposable
{
    private const int PaddingBytes = 4 * 1024 * 1024;

    private static readonly byte[] Zeros = new byte[256 * 1024];

    private ILogFile? _file;
    private long _end;
    private long _paddedTo;

    /// <summary>The file that was written last; the directory before there was one.</summary>
    public string FilePath { get; private set; } = directory.Files;

    /// <summary>Where in it the next record goes.</summary>
    public long End => _end;

    /// <summary>Writes whole records and returns when they are on the disk.</summary>
    /// <param name="records">The records.</param>
    /// <param name="firstZxid">The zxid of the first: a new file is named for it.</param>
    public void Append(ReadOnlySpan<byte> records, long firstZxid)
    {
        var file = _file ??= Begin(firstZxid);
        file.Write(records, _end);
        _end += records.Length;
        Pad(file);
        file.Sync();
    }

    /// <summary>Ends the present file; the next record begins another.</summary>
    public void Roll()
    {
        if (_file is not { } file) return;
        _file = null;
        using (file)
        {
            file.SetLength(_end);
            file.Sync();
        }
    }

    /// <summary>Closes the file as it is.</summary>
    public void Dispose() => _file?.Dispose();

    private ILogFile Begin(long firstZxid)
    {
        FilePath = directory.LogPath(firstZxid);
        var file = files.Create(FilePath);
        Span<byte> header = stackalloc byte[DataFileHeader.Size];
        DataFileHeader.Write(header, DataFileHeader.LogMagic, DataFileHeader.LogDatabase);
        file.Write(header, 0);
        (_end, _paddedTo) = (header.Length, header.Length);
        return file;
    }

    private void Pad(ILogFile file)
    {
        if (_end < _paddedTo) return;
        var target = ((_end / PaddingBytes) + 1) * PaddingBytes;
        for (_paddedTo = _end; _paddedTo < target;)
        {
            var zeros = Zeros.AsSpan(0, (int)Math.Min(Zeros.Length, target - _paddedTo));
            file.Write(zeros, _paddedTo);
            _paddedTo += zeros.Length;
        }
    }
}
