namespace ZkReactive.Pipelines.Deploy;

/// <summary>What a manifest may say. Pure: nothing here looks at a disk or a network.</summary>
public static class DeployRules
{
    /// <summary>All that is wrong with a manifest; empty when nothing is.</summary>
    public static IReadOnlyList<DeployProblem> Check(DeployManifest manifest, DeployUrlSchemes allowed) => throw new NotSupportedException();

    /// <summary>The URL without user name and password.</summary>
    public static string RedactUrl(string url) => url;
}
