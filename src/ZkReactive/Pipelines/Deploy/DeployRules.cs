using System.Buffers;
using ZkReactive.Pipelines.Deploy.Checks;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// What a manifest may say. A manifest is hostile input: whoever may write the znode must not be able to run a command on
/// the fleet, nor to write outside an agent's root. Pure: nothing here looks at a disk or a network.
/// </summary>
public static class DeployRules
{
    private static readonly SearchValues<char> NotInWindowsNames = SearchValues.Create("<>\"|?*");

    private const int MaxPathLength = 1024;
    private const int MaxDeployIdLength = 100;

    /// <summary>All that is wrong with a manifest; empty when nothing is.</summary>
    public static IReadOnlyList<DeployProblem> Check(DeployManifest manifest, DeployUrlSchemes allowed)
    {
        var problems = new List<DeployProblem>();
        Add(problems, CheckUrl(manifest.Url, allowed));
        Add(problems, CheckCommitId(manifest.CommitId));
        Add(problems, CheckRelativePath(manifest.RelativePath));
        if (manifest.DeployId is not null) Add(problems, CheckDeployId(manifest.DeployId));
        problems.AddRange(DeployCheckRules.Check(manifest));
        return problems;
    }

    /// <summary>What is wrong with a repository URL; null when nothing is.</summary>
    public static DeployProblem? CheckUrl(string url, DeployUrlSchemes allowed) => DeployUrl.Check(url, allowed);

    /// <summary>A commit id in the case git writes it; anything else as it is, so that a refusal shows what was given.</summary>
    internal static string NormalizeCommitId(string commitId) => CheckCommitId(commitId) is null ? commitId.ToLowerInvariant() : commitId;

    /// <summary>What is wrong with a commit id; null when it is exactly 40 or 64 hex digits.</summary>
    public static DeployProblem? CheckCommitId(string commitId) =>
        commitId.Length is 40 or 64 && commitId.All(char.IsAsciiHexDigit)
            ? null
            : new("commitId", $"{Quote(commitId)} is not a full commit id: 40 or 64 hex digits are needed, no branch, tag or short id.", DeployErrorIds.CommitIdInvalid);

    /// <summary>
    /// What is wrong with a relative path; null when it is a plain path below the root. <c>/</c> and <c>\</c> both separate,
    /// on every system, so that one manifest means the same on all of them.
    /// </summary>
    public static DeployProblem? CheckRelativePath(string relativePath)
    {
        var reason = PathReason(relativePath);
        return reason is null ? null : new("relativePath", $"{Quote(relativePath)} {reason}", DeployErrorIds.RelativePathRefused);
    }

    /// <summary>What is wrong with a deploy id; null when it is 1 to 100 of letters, digits, '.', '_', '-', beginning with a letter or digit.</summary>
    public static DeployProblem? CheckDeployId(string deployId) =>
        deployId.Length is > 0 and <= MaxDeployIdLength
        && char.IsAsciiLetterOrDigit(deployId[0])
        && deployId.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            ? null
            : new("deployId", $"{Quote(deployId)} is not a deploy id: 1 to {MaxDeployIdLength} letters, digits, '.', '_' or '-', beginning with a letter or digit.", DeployErrorIds.FieldInvalid);

    /// <summary>The URL without password, and for http and https without user name and query, since tokens travel there.</summary>
    public static string RedactUrl(string url) => DeployUrl.Redact(url);

    /// <summary>The segments of a relative path that passed <see cref="CheckRelativePath"/>.</summary>
    internal static IReadOnlyList<string> Segments(string relativePath) => relativePath.TrimEnd('/', '\\').Split('/', '\\');

    /// <summary>Foreign text for a message: quoted, cut, characters that are not seen shown as '?'.</summary>
    internal static string Quote(string text)
    {
        var shown = text.Length <= 120 ? text : text[..120] + "…";
        return "'" + string.Concat(shown.Select(c => DeployText.IsInvisible(c) ? '?' : c)) + "'";
    }

    private static string? PathReason(string path)
    {
        if (path.Length == 0) return "is empty: a directory below the root is needed.";
        if (path.Length > MaxPathLength) return $"is longer than {MaxPathLength} characters.";
        if (DeployText.HasBrokenOrInvisible(path)) return "contains " + DeployText.InvisibleReason;
        if (path.AsSpan().ContainsAny(NotInWindowsNames)) return "contains one of < > \" | ? *, which file names on Windows cannot have.";
        if (path[0] is '/' or '\\') return "is rooted: it must be relative to the agent's root.";
        if (path.Contains(':', StringComparison.Ordinal)) return "contains ':': drives and alternate streams are refused.";
        if (path[0] is '-' or '~') return $"begins with '{path[0]}', which commands read as something else.";
        return Segments(path).Select(SegmentReason).FirstOrDefault(reason => reason is not null);
    }

    private static string? SegmentReason(string segment) => segment switch
    {
        "" => "has an empty segment.",
        "." or ".." => $"has a segment '{segment}': only names are allowed.",
        _ when segment[0] == ' ' => "has a segment that begins with a space.",
        _ when DeployText.IsWindowsDevice(segment) => $"has a segment '{segment}', which Windows takes for a device.",
        _ when segment[^1] is '.' or ' ' => "has a segment that ends with '.' or a space, which Windows drops.",
        _ when segment.Equals(".git", StringComparison.OrdinalIgnoreCase) || segment.StartsWith("git~", StringComparison.OrdinalIgnoreCase) => "goes into a repository's own directory.",
        _ when segment.Equals(".zkreactive", StringComparison.OrdinalIgnoreCase) => "goes into the agent's own directory.",
        _ when segment.EndsWith(".releases", StringComparison.OrdinalIgnoreCase) => "goes into a directory of releases; names ending in '.releases' are the agent's own.",
        _ => null,
    };

    private static void Add(List<DeployProblem> problems, DeployProblem? problem)
    {
        if (problem is not null) problems.Add(problem);
    }
}
