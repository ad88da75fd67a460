using System.Buffers.Binary;
using System.Text;
using ZkReactive.Server.Persistence.Format;

namespace ZkReactive.Server.Persistence.Snapshots;

/// <summary>Reads jute values from a stream of any length and keeps the checksum of what was read.</summary>
internal sealed class CheckedReader(Stream source)
{
    private const int BufferBytes = 256 * 1024;

    // Far beyond any packet limit: a length past it is damage, and no memory is taken for it.
    private const int LongestValue = 512 * 1024 * 1024;

    private byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;
    private Adler32 _checksum = new();

    /// <summary>Bytes read so far.</summary>
    public long Offset { get; private set; }

    public bool IsAtEnd => !TryFill(1);

    public int ReadInt(string field) => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int), field));

    public long ReadLong(string field) => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long), field));

    public int ReadCount(string field)
    {
        var count = ReadInt(field);
        return count >= 0 ? count : throw new SnapshotFormatException($"the count of {field} is {count}", Offset - sizeof(int));
    }

    public byte[]? ReadBytes(string field)
    {
        var length = ReadLength(field);
        return length < 0 ? null : length == 0 ? [] : Take(length, field).ToArray();
    }

    public string ReadString(string field)
    {
        var length = ReadLength(field);
        return length <= 0 ? "" : Encoding.UTF8.GetString(Take(length, field));
    }

    /// <summary>The next bytes; valid until the next call.</summary>
    public ReadOnlySpan<byte> Take(int count, string field)
    {
        if (!TryFill(count)) throw new SnapshotFormatException($"the file ends within {field}", Offset);
        var bytes = _buffer.AsSpan(_start, count);
        _checksum.Append(bytes);
        _start += count;
        Offset += count;
        return bytes;
    }

    /// <summary>Reads the checksum of all that came before, and the mark behind it. Source: Apache ZooKeeper, <c>SnapStream</c>.</summary>
    public void ReadSeal()
    {
        var actual = _checksum.Value;
        var at = Offset;
        var expected = ReadLong("checksum");
        if (expected != actual) throw new SnapshotFormatException($"the checksum is 0x{actual:x} where 0x{expected:x} is written", at);
        ReadString("mark");
    }

    private int ReadLength(string field)
    {
        var length = ReadInt(field);
        return length is >= -1 and <= LongestValue ? length : throw new SnapshotFormatException($"the length of {field} is {length}", Offset - sizeof(int));
    }

    private bool TryFill(int count)
    {
        if (_end - _start >= count) return true;
        var rest = _end - _start;
        var target = _buffer.Length >= count ? _buffer : new byte[count];
        Array.Copy(_buffer, _start, target, 0, rest);
        (_buffer, _start, _end) = (target, 0, rest);
        _end += source.ReadAtLeast(_buffer.AsSpan(_end), count - rest, throwOnEndOfStream: false);
        return _end >= count;
    }
}
