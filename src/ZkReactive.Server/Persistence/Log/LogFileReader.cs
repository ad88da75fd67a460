using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;
using ZkReactive.Server.Persistence.Format;

namespace ZkReactive.Server.Persistence.Log;

/// <summary>
/// Reads the records of one log file in order, checksums verified, up to its end: the last byte, the zeros that the file was
/// padded with, or damage.
/// </summary>
internal sealed class LogFileReader : IDisposable
{
    private const int ChunkBytes = 1024 * 1024;
    private const int PrefixBytes = sizeof(long) + sizeof(int);

    private readonly SafeFileHandle _file;
    private byte[] _buffer = new byte[ChunkBytes];
    private int _start;
    private int _end;
    private long _readTo;

    public LogFileReader(string path)
    {
        FilePath = path;
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FileOptions.SequentialScan);
        Length = RandomAccess.GetLength(_file);
        if (Fill(DataFileHeader.Size) && DataFileHeader.IsValid(Available, DataFileHeader.LogMagic)) Skip(DataFileHeader.Size);
        else Damage = new LogDamage(0, "it does not begin with the header of a transaction log");
    }

    public string FilePath { get; }

    /// <summary>The size of the file, padding included.</summary>
    public long Length { get; }

    /// <summary>Where the next record begins, or the end of the last whole one.</summary>
    public long Offset { get; private set; }

    /// <summary>What ended the records; null when that was the end of the file or its padding.</summary>
    public LogDamage? Damage { get; private set; }

    private ReadOnlySpan<byte> Available => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Gives the content of the next record; valid until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> content)
    {
        content = default;
        if (Damage is not null || Offset == Length) return false;
        if (!Fill(PrefixBytes)) return EndAt("the file ends within it");
        var checksum = BinaryPrimitives.ReadInt64BigEndian(Available);
        var length = BinaryPrimitives.ReadInt32BigEndian(Available[sizeof(long)..]);
        if (checksum == 0 && length == 0) return EndAt("zeros stand where it should begin");
        if (length < LogEntryReader.HeaderSize) return EndAt($"its length is {length}");
        if (length + (long)LogEntryWriter.Overhead > Length - Offset || !Fill(length + LogEntryWriter.Overhead)) return EndAt("the file ends within it");

        var record = Available[..(length + LogEntryWriter.Overhead)];
        if (record[^1] != LogEntryWriter.End) return EndAt("its last byte is missing");
        content = record[PrefixBytes..^1];
        if (Adler32.Of(content) != checksum) return EndAt("its checksum is wrong");
        Skip(record.Length);
        return true;
    }

    /// <summary>Looks behind damage for a whole record that is later than <paramref name="zxid"/>.</summary>
    public bool TryFindLater(long zxid, [NotNullWhen(true)] out long? offset)
    {
        offset = null;
        var bytes = new byte[ChunkBytes];
        for (var at = (Damage?.Offset ?? Offset) + 1; at < Length; at += ChunkBytes - PrefixBytes)
        {
            var read = ReadAt(bytes, at);
            for (var i = 0; i + PrefixBytes <= read; i++)
            {
                if (!MayBegin(bytes.AsSpan(i), at + i, out var length)) continue;
                if (!IsWhole(at + i, length, zxid)) continue;
                offset = at + i;
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _file.Dispose();

    // The padding is zeros to the last byte; anything else behind it was written once.
    private bool EndAt(string reason)
    {
        if (!IsZeroFrom(Offset)) Damage = new LogDamage(Offset, reason);
        return false;
    }

    private bool IsZeroFrom(long offset)
    {
        var bytes = new byte[ChunkBytes];
        while (offset < Length)
        {
            var read = ReadAt(bytes, offset);
            if (read == 0) return true;
            if (bytes.AsSpan(0, read).ContainsAnyExcept((byte)0)) return false;
            offset += read;
        }

        return true;
    }

    private bool MayBegin(ReadOnlySpan<byte> prefix, long offset, out int length)
    {
        length = 0;
        // An Adler-32 fills the lower half of its long, and is never 0.
        if (prefix[0] != 0 || BinaryPrimitives.ReadInt32BigEndian(prefix) != 0 || BinaryPrimitives.ReadInt32BigEndian(prefix[4..]) == 0) return false;
        length = BinaryPrimitives.ReadInt32BigEndian(prefix[sizeof(long)..]);
        return length >= LogEntryReader.HeaderSize && offset + length + LogEntryWriter.Overhead <= Length;
    }

    private bool IsWhole(long offset, int length, long zxid)
    {
        Span<byte> end = stackalloc byte[1];
        if (RandomAccess.Read(_file, end, offset + PrefixBytes + length) != 1 || end[0] != LogEntryWriter.End) return false;
        var record = new byte[PrefixBytes + length];
        if (ReadAt(record, offset) != record.Length) return false;
        var content = record.AsSpan(PrefixBytes);
        return Adler32.Of(content) == BinaryPrimitives.ReadInt64BigEndian(record) && LogEntryReader.PeekZxid(content) > zxid;
    }

    private void Skip(int count)
    {
        _start += count;
        Offset += count;
    }

    /// <summary>Makes that many bytes available from the present offset; false when the file has not as many.</summary>
    private bool Fill(int count)
    {
        if (_end - _start >= count) return true;
        var rest = _end - _start;
        var target = _buffer.Length >= count ? _buffer : new byte[Math.Max(count, ChunkBytes)];
        Array.Copy(_buffer, _start, target, 0, rest);
        (_buffer, _start, _end) = (target, 0, rest);
        while (_end < _buffer.Length)
        {
            var read = RandomAccess.Read(_file, _buffer.AsSpan(_end), _readTo);
            if (read == 0) break;
            _end += read;
            _readTo += read;
        }

        return _end >= count;
    }

    private int ReadAt(Span<byte> target, long offset)
    {
        var total = 0;
        while (total < target.Length)
        {
            var read = RandomAccess.Read(_file, target[total..], offset + total);
            if (read == 0) break;
            total += read;
        }

        return total;
    }
}
