namespace ZkReactive.Server.Connections;

/// <summary>
/// Received bytes that are not served yet, contiguous. Starts small, because most connections are idle, grows while
/// receives fill it, up to what one frame may need, and goes back when it runs empty after a large frame.
/// </summary>
internal sealed class ReceiveBuffer(int maxFrameBytes)
{
    private const int Smallest = 2 * 1024;

    // Beyond this a larger buffer would not save system calls any more; only a large frame makes it grow further.
    private const int LargestForBatching = 64 * 1024;

    private byte[] _bytes = new byte[Smallest];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Unserved => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Where to receive to; never empty.</summary>
    public Memory<byte> Free => _bytes.AsMemory(_end);

    /// <summary>Takes note of received bytes.</summary>
    public void Received(int count) => _end += count;

    /// <summary>Drops what was served, keeping the last <paramref name="unserved"/> bytes, and makes room for the next receive.</summary>
    public void Keep(int unserved)
    {
        var filled = _end == _bytes.Length;
        _start = _end - unserved;
        if (_start == _end)
        {
            _start = _end = 0;
            if (_bytes.Length > LargestForBatching) _bytes = new byte[Smallest];
        }

        if (!filled) return;
        var wanted = _bytes.Length < LargestForBatching ? _bytes.Length * 2 : _bytes.Length;
        if (_end - _start > wanted / 2) wanted = Math.Min(wanted * 2, Math.Max(LargestForBatching, maxFrameBytes + sizeof(int) + 1));
        Move(wanted);
    }

    private void Move(int size)
    {
        var target = size == _bytes.Length ? _bytes : new byte[size];
        Unserved.CopyTo(target);
        _end -= _start;
        _start = 0;
        _bytes = target;
    }
}
