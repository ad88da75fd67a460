using System.Globalization;

namespace ZkReactive.Protocol;

/// <summary>
/// The version a write expects. Data, children and ACL versions start at 0 with each creation of a node, so a version
/// says nothing across a delete and create; compare <see cref="Stat.Mzxid"/> or <see cref="Stat.Czxid"/> for that.
/// </summary>
/// <param name="Value">The version, or -1 for any.</param>
public readonly record struct NodeVersion(int Value)
{
    /// <summary>Whatever version the node has.</summary>
    public static readonly NodeVersion Any = new(-1);

    /// <summary>Whether every version will do.</summary>
    public bool IsAny => Value == -1;

    /// <summary>Takes a number.</summary>
    public static implicit operator NodeVersion(int value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => IsAny ? "any" : Value.ToString(CultureInfo.InvariantCulture);
}
