namespace ZkReactive.Protocol.Jute;

/// <summary>
/// A record of the wire. Both directions are there because client and server share the records; generic code can send
/// or parse any of them without boxing.
/// </summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
public interface IJuteRecord<TSelf>
    where TSelf : IJuteRecord<TSelf>
{
    /// <summary>Reads the record's fields in wire order and leaves <paramref name="reader"/> behind the last one.</summary>
    /// <exception cref="JuteFormatException">The bytes end early or hold an impossible length.</exception>
    static abstract TSelf Read(ref JuteReader reader);

    /// <summary>Writes the fields in wire order. The bytes count as written once <see cref="JuteWriter.Flush"/> was called.</summary>
    void Write(ref JuteWriter writer);
}
