using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol;

/// <summary>One entry of a znode's access control list. ACLs are not inherited by children.</summary>
/// <remarks>Wire form: perms int, scheme ustring, id ustring. Source: zookeeper.jute, records <c>ACL</c> and <c>Id</c>.</remarks>
/// <param name="Permissions">What is allowed.</param>
/// <param name="Scheme">How the client is recognised: <c>world</c>, <c>auth</c>, <c>digest</c>, <c>ip</c>, <c>x509</c> or <c>sasl</c>.</param>
/// <param name="Id">Who, in the form that the scheme uses; <c>anyone</c> for <c>world</c>.</param>
public sealed record Acl(Permissions Permissions, string Scheme, string Id) : IJuteRecord<Acl>
{
    /// <summary>The fewest bytes one takes on the wire.</summary>
    public const int MinimumSize = 12;

    /// <summary>Everybody may do everything: the default of every create.</summary>
    public static readonly IReadOnlyList<Acl> OpenUnsafe = [new(Permissions.All, "world", "anyone")];

    /// <summary>Everybody may read.</summary>
    public static readonly IReadOnlyList<Acl> ReadUnsafe = [new(Permissions.Read, "world", "anyone")];

    /// <summary>Those who are authenticated as the creator may do everything; needs an authenticated session.</summary>
    public static readonly IReadOnlyList<Acl> CreatorAll = [new(Permissions.All, "auth", "")];

    /// <summary>As zkCli writes it: <c>world:anyone:cdrwa</c>.</summary>
    public override string ToString()
    {
        Span<char> letters = stackalloc char[5];
        var n = 0;
        if (Permissions.HasFlag(Permissions.Create)) letters[n++] = 'c';
        if (Permissions.HasFlag(Permissions.Delete)) letters[n++] = 'd';
        if (Permissions.HasFlag(Permissions.Read)) letters[n++] = 'r';
        if (Permissions.HasFlag(Permissions.Write)) letters[n++] = 'w';
        if (Permissions.HasFlag(Permissions.Admin)) letters[n++] = 'a';
        return $"{Scheme}:{Id}:{letters[..n]}";
    }

    /// <inheritdoc/>
    public static Acl Read(ref JuteReader reader) =>
        new((Permissions)reader.ReadInt("perms"), reader.ReadString("scheme"), reader.ReadString("id"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteInt((int)Permissions);
        writer.WriteString(Scheme);
        writer.WriteString(Id);
    }
}
