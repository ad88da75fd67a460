namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>
/// From which repository a working tree was filled. A commit that is on disk already says nothing about the manifest's URL:
/// a wrong one has to fail also where the commit happens to be there.
/// </summary>
internal static class TreeOrigin
{
    private const string Mark = "zkreactive-origin";

    /// <summary>Whether a tree was filled from a repository, or found to be in it; secrets in the URL do not count. Null when nobody noted it.</summary>
    internal static bool? Is(string tree, string url)
    {
        try
        {
            return File.ReadAllText(FileOf(tree)).TrimEnd('\n') == DeployRules.RedactUrl(url);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Notes it.</summary>
    internal static void Note(string tree, string url) => File.WriteAllText(FileOf(tree), DeployRules.RedactUrl(url) + "\n");

    private static string FileOf(string tree) => Path.Combine(tree, ".git", Mark);
}
