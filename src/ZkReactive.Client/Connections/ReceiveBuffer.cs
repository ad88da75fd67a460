using System.Buffers;
using System.Buffers.Binary;
using ZkReactive.Protocol.Framing;

namespace ZkReactive.Client.Connections;

/// <summary>
/// Received bytes that are not cut into frames yet. An idle connection holds a small array of its own; a busy one, or
/// one in the middle of a frame, rents a larger one.
/// </summary>
internal sealed class ReceiveBuffer(int largestFrame)
{
    /// <summary>Bytes that an idle connection holds: enough for events, pings and small replies.</summary>
    public const int IdleBytes = 1024;

    /// <summary>Bytes that a busy connection receives at once.</summary>
    public const int BusyBytes = 16 * 1024;

    private byte[] _own = [];
    private byte[] _array = [];
    private int _start;
    private int _end;
    private long _skip;

    /// <summary>What was received and not taken.</summary>
    public ReadOnlySpan<byte> Unread => _array.AsSpan(_start, _end - _start);

    /// <summary>Room for the next receive: never empty.</summary>
    /// <param name="isBusy">Whether replies are expected.</param>
    public Memory<byte> Prepare(bool isBusy)
    {
        var unread = _end - _start;
        var wanted = Math.Max(unread + 1, isBusy ? BusyBytes : IdleBytes);
        if (unread >= FrameLength.PrefixSize && BinaryPrimitives.ReadInt32BigEndian(Unread) is var length && length <= largestFrame)
            wanted = Math.Max(wanted, FrameLength.PrefixSize + length);

        if (_array.Length < wanted || (unread == 0 && !isBusy && _array != _own)) Move(wanted);
        else if (_start > 0) Compact();
        return _array.AsMemory(_end);
    }

    /// <summary>The receive brought so many bytes.</summary>
    public void Commit(int count)
    {
        _end += count;
        TakeSkipped();
    }

    /// <summary>So many bytes of <see cref="Unread"/> were used.</summary>
    public void Take(int count)
    {
        _start += count;
        if (_start == _end) _start = _end = 0;
    }

    /// <summary>Drops the next bytes, those that are still to come too, without keeping them.</summary>
    public void Skip(long count)
    {
        _skip = count;
        TakeSkipped();
    }

    /// <summary>Gives a rented array back. The buffer is empty afterwards.</summary>
    public void Release()
    {
        _start = _end = 0;
        Replace(_own);
    }

    private void TakeSkipped()
    {
        if (_skip == 0) return;
        var count = (int)Math.Min(_skip, _end - _start);
        _skip -= count;
        Take(count);
    }

    private void Move(int wanted)
    {
        if (_own.Length == 0) _own = new byte[IdleBytes];
        var next = wanted <= IdleBytes ? _own : ArrayPool<byte>.Shared.Rent(wanted);
        var unread = Unread;
        unread.CopyTo(next);
        _end = unread.Length;
        _start = 0;
        Replace(next);
    }

    private void Compact()
    {
        var unread = Unread;
        unread.CopyTo(_array);
        _end = unread.Length;
        _start = 0;
    }

    private void Replace(byte[] next)
    {
        if (_array != _own && _array != next) ArrayPool<byte>.Shared.Return(_array);
        _array = next;
    }
}
