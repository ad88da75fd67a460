using System.Globalization;

namespace ZkReactive.Protocol;

/// <summary>
/// A transaction id: the total order of all changes in an ensemble. The high 32 bits are the leader's epoch, the low
/// 32 bits count within it.
/// </summary>
/// <param name="Value">The id as the server sends it; 0 before the first transaction, negative when unknown.</param>
public readonly record struct Zxid(long Value) : IComparable<Zxid>
{
    /// <summary>No transaction: before any change, or not known.</summary>
    public static readonly Zxid None = new(0);

    /// <summary>The leader's epoch.</summary>
    public int Epoch => (int)(Value >> 32);

    /// <summary>The count within the epoch.</summary>
    public uint Counter => (uint)Value;

    /// <inheritdoc/>
    public int CompareTo(Zxid other) => Value.CompareTo(other.Value);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Zxid left, Zxid right) => left.Value < right.Value;

    /// <summary>Later than.</summary>
    public static bool operator >(Zxid left, Zxid right) => left.Value > right.Value;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Zxid left, Zxid right) => left.Value <= right.Value;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Zxid left, Zxid right) => left.Value >= right.Value;

    /// <summary>Hexadecimal with a prefix, as Apache ZooKeeper prints it: <c>0x100000002</c>.</summary>
    public override string ToString() => "0x" + Value.ToString("x", CultureInfo.InvariantCulture);
}
