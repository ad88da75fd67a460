namespace ZkReactive.Pipelines.Discovery.Lookup;

/// <summary>
/// A ring of points, many for each instance: a key belongs to the next point after its own. So an instance that goes gives its
/// keys to many others, and all other keys stay where they are. The points come from the instances' nodes, so every process
/// picks alike.
/// </summary>
internal sealed class StickyRing
{
    private const int PointsOfOne = 64;

    private readonly uint[] _points;
    private readonly int[] _instances;

    internal StickyRing(ServiceInstance[] instances)
    {
        _points = new uint[instances.Length * PointsOfOne];
        _instances = new int[_points.Length];
        for (var i = 0; i < instances.Length; i++)
        {
            for (var point = 0; point < PointsOfOne; point++)
            {
                _points[(i * PointsOfOne) + point] = Hash($"{instances[i].Path.Name}#{point}");
                _instances[(i * PointsOfOne) + point] = i;
            }
        }

        Array.Sort(_points, _instances);
    }

    /// <summary>The index of the instance that a key belongs to.</summary>
    internal int Find(ReadOnlySpan<char> key)
    {
        var hash = Hash(key);
        int low = 0, high = _points.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_points[middle] >= hash) high = middle;
            else low = middle + 1;
        }

        return _instances[low == _points.Length ? 0 : low];
    }

    /// <summary>FNV-1a over the characters, then a finalizer that spreads names which differ in their last digits only.</summary>
    private static uint Hash(ReadOnlySpan<char> text)
    {
        var hash = 0xcbf29ce484222325UL;
        foreach (var character in text) hash = (hash ^ character) * 0x100000001b3UL;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        hash ^= hash >> 33;
        return (uint)(hash >> 32);
    }
}
