using System.Globalization;

namespace ZkReactive.Protocol;

/// <summary>The id a server gave to a session.</summary>
/// <param name="Value">The id; 0 means no session.</param>
public readonly record struct SessionId(long Value)
{
    /// <summary>No session.</summary>
    public static readonly SessionId None = new(0);

    /// <summary>Hexadecimal with a prefix, as Apache ZooKeeper prints it.</summary>
    public override string ToString() => "0x" + Value.ToString("x", CultureInfo.InvariantCulture);
}
