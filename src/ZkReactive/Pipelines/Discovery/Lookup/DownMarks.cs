using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery.Lookup;

/// <summary>Which instances are marked down and until when. Not safe for use from several threads: the cache's lock guards it.</summary>
internal sealed class DownMarks(TimeProvider time)
{
    private readonly Dictionary<string, Mark> _marks = new(StringComparer.Ordinal);

    /// <summary>When the next mark ends; null when there is none.</summary>
    internal DateTimeOffset? Next => _marks.Count == 0 ? null : _marks.Values.Min(mark => mark.Until);

    internal void Set(ServiceInstance instance, TimeSpan period) => _marks[instance.Path.Name] = new Mark(instance.Czxid, time.GetUtcNow() + period);

    internal bool Clear(ServiceInstance instance) => _marks.Remove(instance.Path.Name);

    /// <summary>An instance that registered anew is another one: its predecessor's mark is not for it.</summary>
    internal bool IsDown(ServiceInstance instance) =>
        _marks.TryGetValue(instance.Path.Name, out var mark) && mark.Czxid == instance.Czxid && mark.Until > time.GetUtcNow();

    /// <summary>Forgets the marks that have ended, and those of instances that are gone.</summary>
    internal void Tidy(IReadOnlyCollection<ServiceInstance> instances)
    {
        if (_marks.Count == 0) return;
        var names = instances.Select(instance => instance.Path.Name).ToHashSet(StringComparer.Ordinal);
        var now = time.GetUtcNow();
        foreach (var (name, mark) in _marks.ToArray())
        {
            if (mark.Until <= now || !names.Contains(name)) _marks.Remove(name);
        }
    }

    private sealed record Mark(Zxid Czxid, DateTimeOffset Until);
}
