using System.Diagnostics.CodeAnalysis;

namespace ZkReactive.Protocol;

/// <summary>Reads ACL entries as zkCli writes them: <c>scheme:id:permissions</c>, such as <c>world:anyone:cdrwa</c>.</summary>
public static class AclText
{
    /// <summary>Reads an entry. The scheme ends at the first colon and the permissions begin after the last, so an id may hold colons.</summary>
    /// <param name="text">The entry.</param>
    /// <param name="acl">The entry that was read.</param>
    /// <param name="reason">Why it could not be read.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Acl? acl, [NotNullWhen(false)] out string? reason)
    {
        acl = null;
        var first = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        var last = text?.LastIndexOf(':') ?? -1;
        if (first <= 0 || last == first)
        {
            reason = $"'{text}' is not an ACL entry: scheme:id:permissions is expected, such as world:anyone:cdrwa.";
            return false;
        }

        if (!TryParsePermissions(text![(last + 1)..], out var permissions, out reason)) return false;
        acl = new Acl(permissions, text[..first], text[(first + 1)..last]);
        return true;
    }

    /// <summary>Reads permissions: letters of <c>cdrwa</c> (create, delete, read, write, admin) in any order, each at most once; at least one.</summary>
    public static bool TryParsePermissions(string letters, out Permissions permissions, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(letters);
        permissions = Permissions.None;
        foreach (var letter in letters)
        {
            var one = letter switch
            {
                'c' => Permissions.Create,
                'd' => Permissions.Delete,
                'r' => Permissions.Read,
                'w' => Permissions.Write,
                'a' => Permissions.Admin,
                _ => Permissions.None,
            };
            if (one == Permissions.None || permissions.HasFlag(one))
            {
                permissions = Permissions.None;
                break;
            }

            permissions |= one;
        }

        reason = permissions == Permissions.None ? $"'{letters}' are not permissions: letters of cdrwa are expected, each once." : null;
        return reason is null;
    }
}
