using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Tree;

/// <summary>
/// Who may do what. Source: Apache ZooKeeper, <c>ZooKeeperServer.checkACL</c> and <c>PrepRequestProcessor.fixupACL</c>.
/// </summary>
internal static class AclRules
{
    private const string World = "world";
    private const string Anyone = "anyone";
    private const string Digest = "digest";
    private const string Ip = "ip";

    /// <summary>The scheme of a certificate's subject; known to servers with TLS.</summary>
    public const string X509 = "x509";

    /// <summary>The scheme of a user's name; known to servers with users.</summary>
    public const string Sasl = "sasl";

    /// <summary>Whom no ACL stops. Nobody can be named so in one.</summary>
    public static readonly ClientInfo Super = new("super", "");

    /// <summary>Whether one of the identities has one of the permissions. An empty ACL allows everything, and <see cref="Super"/> may everything.</summary>
    public static bool Allows(IReadOnlyList<Acl> acl, Permissions permission, IReadOnlyList<ClientInfo> identities)
    {
        if (ReferenceEquals(acl, Acl.OpenUnsafe) || acl.Count == 0) return true;
        foreach (var entry in acl)
        {
            if ((entry.Permissions & permission) != 0 && Matches(entry, identities)) return true;
        }

        return identities.Contains(Super);
    }

    /// <summary>
    /// Drops repeated entries and replaces <c>auth</c> by those as whom the client has authenticated. False when the ACL
    /// is empty, has an unknown scheme or an ill-formed id, or says <c>auth</c> for a client that has not authenticated.
    /// </summary>
    /// <param name="acl">What the client sent.</param>
    /// <param name="identities">Who the client is.</param>
    /// <param name="expanded">The ACL as it is kept.</param>
    /// <param name="schemes">Schemes that the server knows besides the usual ones; null for none.</param>
    public static bool TryExpand(IReadOnlyList<Acl> acl, IReadOnlyList<ClientInfo> identities, out IReadOnlyList<Acl> expanded, IReadOnlySet<string>? schemes = null)
    {
        expanded = Acl.OpenUnsafe;
        if (acl.Count == 1 && acl[0] == Acl.OpenUnsafe[0]) return true;

        var entries = new List<Acl>(acl.Count);
        foreach (var entry in acl.Distinct())
        {
            if (entry.Scheme == "auth")
            {
                if (!AddAuthenticated(entry.Permissions, identities, entries)) return false;
            }
            else if (IsWellFormed(entry, schemes))
            {
                entries.Add(entry);
            }
            else
            {
                return false;
            }
        }

        expanded = entries;
        return entries.Count > 0;
    }

    /// <summary>The ACL as those see it who may read but not administer: digests are hidden.</summary>
    public static IReadOnlyList<Acl> HideDigests(IReadOnlyList<Acl> acl) =>
        [.. acl.Select(entry => entry.Scheme == Digest && entry.Id.IndexOf(':', StringComparison.Ordinal) is >= 0 and var cut
            ? entry with { Id = entry.Id[..cut] + ":x" }
            : entry)];

    private static bool Matches(Acl entry, IReadOnlyList<ClientInfo> identities)
    {
        if (entry.Scheme == World) return entry.Id == Anyone;
        foreach (var identity in identities)
        {
            if (identity.AuthScheme != entry.Scheme) continue;
            if (entry.Scheme == Ip ? IpRange.Matches(identity.User, entry.Id) : identity.User == entry.Id) return true;
        }

        return false;
    }

    private static bool AddAuthenticated(Permissions permissions, IReadOnlyList<ClientInfo> identities, List<Acl> entries)
    {
        var before = entries.Count;
        foreach (var identity in identities)
        {
            // An address is known of everybody; it does not count as authentication. And super is no owner of nodes.
            if (identity.AuthScheme != Ip && identity != Super) entries.Add(new Acl(permissions, identity.AuthScheme, identity.User));
        }

        return entries.Count > before;
    }

    private static bool IsWellFormed(Acl entry, IReadOnlySet<string>? schemes) => entry.Scheme switch
    {
        World => entry.Id == Anyone,
        Digest => entry.Id.TrimEnd(':').Count(c => c == ':') == 1,
        Ip => IpRange.IsValid(entry.Id),
        X509 => entry.Id.Length > 0 && schemes is not null && schemes.Contains(X509),
        Sasl => IsPrincipal(entry.Id) && schemes is not null && schemes.Contains(Sasl),
        _ => false,
    };

    // Apache ZooKeeper takes what reads as service/host@REALM, whatever the mechanism; without a realm, anything is a name.
    private static bool IsPrincipal(string id)
    {
        if (id.Length == 0) return false;
        var parts = id.Split('@');
        return parts.Length == 1 || (parts.Length == 2 && parts[0].Count(c => c == '/') <= 1 && !parts[1].Contains('/', StringComparison.Ordinal));
    }
}
