using System.Diagnostics.CodeAnalysis;

namespace ZkReactive.Protocol;

/// <summary>
/// An absolute, legal znode path such as <c>/app/business/config</c>. The default value is the root, <c>/</c>.
/// </summary>
/// <remarks>
/// The rules are those of Apache ZooKeeper's <c>PathUtils.validatePath</c>: starts with <c>/</c>, no trailing <c>/</c>
/// (root excepted), no empty, <c>.</c> or <c>..</c> segment, and none of the characters U+0000–U+001F, U+007F–U+009F,
/// U+D800–U+F8FF, U+FFF0–U+FFFF.
/// </remarks>
public readonly struct ZkPath : IEquatable<ZkPath>, IComparable<ZkPath>
{
    private readonly string? _value;

    private ZkPath(string value) => _value = value;

    /// <summary>The root of the tree, <c>/</c>.</summary>
    public static ZkPath Root => default;

    /// <summary>The path as text.</summary>
    public string Value => _value ?? "/";

    /// <summary>Whether this is <c>/</c>.</summary>
    public bool IsRoot => Value.Length == 1;

    /// <summary>The last segment; empty for the root.</summary>
    public string Name => IsRoot ? "" : Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The path one level up; the root is its own parent.</summary>
    public ZkPath Parent
    {
        get
        {
            var cut = Value.LastIndexOf('/');
            return cut <= 0 ? Root : new ZkPath(Value[..cut]);
        }
    }

    /// <summary>The number of segments; 0 for the root.</summary>
    public int Depth => IsRoot ? 0 : Value.AsSpan().Count('/');

    /// <summary>Reads a path.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not a legal znode path; the message says where and why.</exception>
    public static ZkPath Parse(string value) =>
        TryParse(value, out var path, out var reason) ? path : throw new ArgumentException($"'{value}' is not a znode path: {reason}", nameof(value));

    /// <summary>Reads a path, or says in <paramref name="reason"/> why it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? value, out ZkPath path, [NotNullWhen(false)] out string? reason)
    {
        reason = ZkPathRules.Check(value);
        path = reason is null ? new ZkPath(value!) : default;
        return reason is null;
    }

    /// <summary>Takes a path that is known to be legal, such as one read from a server, without checking it again.</summary>
    internal static ZkPath Trusted(string value) => new(value);

    /// <summary>The child called <paramref name="name"/>, or a descendant when it has several segments.</summary>
    /// <exception cref="ArgumentException">The result would not be a legal path.</exception>
    public ZkPath Append(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Parse(IsRoot ? "/" + name : Value + "/" + name);
    }

    /// <summary>Whether this path is <paramref name="ancestor"/> or lies below it; cuts at segment boundaries only.</summary>
    public bool IsAtOrUnder(ZkPath ancestor) =>
        ancestor.IsRoot
        || (Value.StartsWith(ancestor.Value, StringComparison.Ordinal)
            && (Value.Length == ancestor.Value.Length || Value[ancestor.Value.Length] == '/'));

    /// <summary>Whether this path lies strictly below <paramref name="ancestor"/>.</summary>
    public bool IsUnder(ZkPath ancestor) => IsAtOrUnder(ancestor) && Value.Length != ancestor.Value.Length;

    /// <summary>The child called <paramref name="name"/>.</summary>
    public static ZkPath operator /(ZkPath parent, string name) => parent.Append(name);

    /// <summary>Reads a path from text.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not a legal znode path.</exception>
    public static implicit operator ZkPath(string value) => Parse(value);

    /// <summary>The path as text.</summary>
    public static implicit operator string(ZkPath path) => path.Value;

    /// <summary>Whether both are the same path.</summary>
    public static bool operator ==(ZkPath left, ZkPath right) => left.Equals(right);

    /// <summary>Whether the paths differ.</summary>
    public static bool operator !=(ZkPath left, ZkPath right) => !left.Equals(right);

    /// <summary>Ordinal order.</summary>
    public static bool operator <(ZkPath left, ZkPath right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(ZkPath left, ZkPath right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(ZkPath left, ZkPath right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(ZkPath left, ZkPath right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(ZkPath other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public bool Equals(ZkPath other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ZkPath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
