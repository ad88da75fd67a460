using System.Text.RegularExpressions;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Repository URLs: which kind one is, what git could misread in it, and what of it may be shown.</summary>
internal static partial class DeployUrl
{
    private const int MaxLength = 2048;

    /// <summary>Schemes that are followed by a colon alone. Without a user in front they are taken for what they look like, never for a host.</summary>
    private static readonly HashSet<string> NotAHost = new(StringComparer.OrdinalIgnoreCase)
    {
        "about", "blob", "data", "ext", "fd", "file", "ftp", "ftps", "http", "https", "jar", "javascript", "ldap", "mailto", "sftp", "smb", "ssh", "tel", "urn", "vbscript", "ws", "wss",
    };

    internal static DeployProblem? Check(string url, DeployUrlSchemes allowed)
    {
        var (needs, reason) = Classify(url);
        if (reason is not null) return new("url", $"{DeployRules.Quote(Redact(url))} {reason}", DeployErrorIds.UrlRefused);
        if ((needs & allowed) == needs) return null;
        return new(
            "url",
            $"{DeployRules.Quote(Redact(url))} has a scheme that is not allowed here: https and ssh always are, '{Name(needs)}' must be allowed by name.",
            DeployErrorIds.SchemeNotAllowed);
    }

    /// <summary>
    /// The URL as git must be given it: git takes FILE:// for the name of a remote helper, and its list of allowed protocols
    /// knows only small letters.
    /// </summary>
    internal static string Normalize(string url) =>
        Scheme().Match(url) is { Success: true } match ? match.Groups["scheme"].Value.ToLowerInvariant() + url[match.Groups["scheme"].Length..] : url;

    /// <summary>git's own list of transports for GIT_ALLOW_PROTOCOL; it holds for submodules and redirects too.</summary>
    internal static string AllowedProtocols(DeployUrlSchemes allowed) => string.Join(':', new[]
    {
        "https", "ssh",
        allowed.HasFlag(DeployUrlSchemes.Http) ? "http" : null,
        allowed.HasFlag(DeployUrlSchemes.Git) ? "git" : null,
        allowed.HasFlag(DeployUrlSchemes.File) ? "file" : null,
    }.Where(name => name is not null));

    internal static string Redact(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        if (start < 0) return url;
        var isWeb = url.StartsWith("http", StringComparison.OrdinalIgnoreCase);
        var rest = url[(start + 3)..];
        var end = rest.IndexOfAny(['/', '?', '#', '\\']);
        var authority = end < 0 ? rest : rest[..end];
        var tail = end < 0 ? "" : rest[end..];
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var user = authority[..at].Split(':')[0];
            authority = isWeb ? authority[(at + 1)..] : user + authority[at..];
        }

        if (isWeb && tail.IndexOfAny(['?', '#']) is var query and >= 0) tail = tail[..query];
        // A user name or password with a '/' in it moves the '@' behind the authority: show nothing of such a URL.
        if (isWeb && tail.Contains('@', StringComparison.Ordinal)) return url[..(start + 3)] + "…";
        return url[..(start + 3)] + authority + tail;
    }

    private static (DeployUrlSchemes Needs, string? Reason) Classify(string url)
    {
        if (url.Length == 0) return Refuse("is empty: a repository URL is needed.");
        if (url.Length > MaxLength) return Refuse($"is longer than {MaxLength} characters.");
        if (DeployText.HasBrokenOrInvisible(url)) return Refuse("contains " + DeployText.InvisibleReason);
        if (char.IsWhiteSpace(url[0]) || char.IsWhiteSpace(url[^1])) return Refuse("begins or ends with a space.");
        if (url[0] == '-') return Refuse("begins with '-', which git reads as an option.");
        if (RemoteHelper().IsMatch(url)) return Refuse("names a remote helper ('::'), which runs a program.");
        if (url[0] == '/' || WindowsPath().IsMatch(url)) return (DeployUrlSchemes.File, null);
        var scheme = Scheme().Match(url);
        return scheme.Success ? ClassifyScheme(scheme.Groups["scheme"].Value.ToLowerInvariant(), scheme.Groups["rest"].Value) : ClassifyScpLike(url);
    }

    private static (DeployUrlSchemes Needs, string? Reason) ClassifyScheme(string scheme, string rest) => scheme switch
    {
        "https" or "ssh" => (DeployUrlSchemes.None, HostReason(rest)),
        "http" => (DeployUrlSchemes.Http, HostReason(rest)),
        "git" => (DeployUrlSchemes.Git, HostReason(rest)),
        "file" => (DeployUrlSchemes.File, rest.StartsWith('-') ? "has a host that begins with '-', which programs read as an option." : null),
        _ => Refuse("has an unknown scheme: https, ssh, or when allowed http, git, file are known."),
    };

    private static (DeployUrlSchemes Needs, string? Reason) ClassifyScpLike(string url)
    {
        var match = ScpLike().Match(url);
        if (!match.Success) return Refuse("is not a repository URL: https://…, ssh://… or user@host:path is needed.");
        if (!match.Groups["user"].Success && NotAHost.Contains(match.Groups["host"].Value))
            return Refuse("has the form of a URL with a scheme that is none of a repository's; to reach a host of that name write ssh://host/path.");
        if (match.Groups["host"].Value[0] == '-' || match.Groups["path"].Value[0] == '-') return Refuse("has a host or path that begins with '-', which ssh reads as an option.");
        return (DeployUrlSchemes.None, null);
    }

    private static string? HostReason(string rest)
    {
        var authority = rest.Split('/', '?', '#', '\\')[0];
        var at = authority.LastIndexOf('@');
        var host = authority[(at + 1)..];
        if (host.Length == 0 || host[0] == ':') return "has no host.";
        if (authority[0] == '-' || host[0] == '-') return "has a host or user that begins with '-', which ssh reads as an option.";
        if (rest.Any(char.IsWhiteSpace)) return "contains spaces.";
        return rest.Length == authority.Length ? "has no path." : null;
    }

    private static (DeployUrlSchemes, string?) Refuse(string reason) => (DeployUrlSchemes.None, reason);

    private static string Name(DeployUrlSchemes scheme) => scheme.ToString().ToLowerInvariant();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9+.\-]*::", RegexOptions.CultureInvariant)]
    private static partial Regex RemoteHelper();

    [GeneratedRegex(@"^([A-Za-z]:[/\\]|\\\\)", RegexOptions.CultureInvariant)]
    private static partial Regex WindowsPath();

    [GeneratedRegex(@"^(?<scheme>[A-Za-z][A-Za-z0-9+.\-]*)://(?<rest>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^(?:(?<user>[A-Za-z0-9_][A-Za-z0-9_.\-]*)@)?(?<host>[A-Za-z0-9_.\-]+|\[[0-9A-Fa-f:.]+\]):(?<path>[\p{L}\p{N}_~./+@%,=\-]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex ScpLike();
}
