using System.Collections.Immutable;

namespace ZkReactive.Pipelines.Deploy.Status;

/// <summary>The children of a node and what is known of their data.</summary>
/// <param name="Names">The children as listed last; null before the first list.</param>
/// <param name="Known">What has been read, by name.</param>
/// <typeparam name="T">What the data is read as; null for data that cannot be read.</typeparam>
internal sealed record ChildData<T>(ImmutableHashSet<string>? Names, ImmutableDictionary<string, T?> Known)
    where T : class
{
    internal static readonly ChildData<T> Empty = new(null, ImmutableDictionary<string, T?>.Empty);

    /// <summary>Whether every listed child has been read.</summary>
    internal bool IsComplete => Names is not null && Names.All(Known.ContainsKey);

    /// <summary>The data of the listed children.</summary>
    internal ImmutableDictionary<string, T?> Data => Known;

    internal ChildData<T> List(IReadOnlyList<string> names)
    {
        var listed = names.ToImmutableHashSet();
        return new(listed, Known.RemoveRange(Known.Keys.Where(name => !listed.Contains(name))));
    }

    /// <summary>A child that is gone before the list says so is taken off it.</summary>
    internal ChildData<T> Read(string name, bool exists, T? data) =>
        exists ? this with { Known = Known.SetItem(name, data) } : new(Names?.Remove(name), Known.Remove(name));
}
