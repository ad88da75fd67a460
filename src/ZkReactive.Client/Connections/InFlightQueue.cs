using ZkReactive.Client.Calls;

namespace ZkReactive.Client.Connections;

/// <summary>The calls sent and not answered, oldest first, in a ring that grows and is given up when it runs empty.</summary>
internal sealed class InFlightQueue
{
    private const int SmallestRing = 8;
    private const int LargestKept = 64;

    private Call[] _ring = [];
    private int _head;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The call at a place counted from the oldest.</summary>
    public Call this[int index] => _ring[(_head + index) & (_ring.Length - 1)];

    /// <summary>Adds the newest.</summary>
    public void Enqueue(Call call)
    {
        if (Count == _ring.Length) Grow();
        _ring[(_head + Count++) & (_ring.Length - 1)] = call;
    }

    /// <summary>Takes the oldest; null when there is none.</summary>
    public Call? TryDequeue()
    {
        if (Count == 0) return null;
        var call = _ring[_head];
        _ring[_head] = null!;
        _head = (_head + 1) & (_ring.Length - 1);
        if (--Count == 0 && _ring.Length > LargestKept) _ring = [];
        if (Count == 0) _head = 0;
        return call;
    }

    /// <summary>The oldest; null when there is none.</summary>
    public Call? TryPeek() => Count == 0 ? null : _ring[_head];

    private void Grow()
    {
        var larger = new Call[Math.Max(SmallestRing, _ring.Length * 2)];
        for (var i = 0; i < Count; i++) larger[i] = this[i];
        _ring = larger;
        _head = 0;
    }
}
