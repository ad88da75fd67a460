using Xunit;
using ZkReactive.TestKit.Apache;

namespace ZkReactive.TestKit.Requirements;

/// <summary>A test that needs Java with Curator's service discovery (Debian: libcurator-discovery-java); skipped with the reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CuratorFactAttribute : FactAttribute
{
    private const string Folder = "/usr/share/java";

    private static readonly string[] Jars =
    [
        "curator-client", "curator-framework", "curator-recipes", "curator-x-discovery", "jackson-core", "jackson-databind", "jackson-annotations", "guava", "slf4j-simple",
    ];

    public CuratorFactAttribute() => Skip = Missing;

    /// <summary>What is missing, in words; null when nothing is.</summary>
    public static string? Missing => ApacheInstallation.Missing
        ?? (Jars.FirstOrDefault(jar => !File.Exists(PathOf(jar))) is { } jar ? $"{PathOf(jar)} was not found: install libcurator-discovery-java." : null);

    /// <summary>The class path of Curator with the client that it needs; only where the test is not skipped.</summary>
    public static string ClassPath => string.Join(Path.PathSeparator, [.. Jars.Select(PathOf), ApacheInstallation.Found!.ClassPath]);

    /// <summary>The java command.</summary>
    public static string Java => ApacheInstallation.Found!.Java;

    private static string PathOf(string jar) => Path.Combine(Folder, jar + ".jar");
}
