using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>One identity of a session.</summary>
/// <remarks>
/// <code>
/// authScheme  ustring  4 + n
/// user        ustring  4 + n
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>ClientInfo</c>.
/// </remarks>
/// <param name="AuthScheme">The authentication scheme.</param>
/// <param name="User">The name, or what the scheme has instead.</param>
public readonly record struct ClientInfo(string AuthScheme, string User) : IJuteRecord<ClientInfo>
{
    /// <summary>The fewest bytes one takes.</summary>
    public const int MinimumSize = 8;

    /// <inheritdoc/>
    public static ClientInfo Read(ref JuteReader reader) =>
        new(reader.ReadString("authScheme"), reader.ReadString("user"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(AuthScheme);
        writer.WriteString(User);
    }
}
