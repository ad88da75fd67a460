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
/// <summary>A test that needs a JDK and Curator's Debian packages; skipped with the reason where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CuratorFactAttribute : FactAttribute
{
    private const string Jars = "/usr/share/java";

    private static readonly string[] Needed = ["curator-client", "curator-framework", "curator-recipes", "curator-x-discovery", "zookeeper", "slf4j-simple", "guava"];

    public CuratorFactAttribute() => Skip = Missing();

    /// <summary>The class path of Curator's recipes; only where the test is not skipped.</summary>
    public static string ClassPath => string.Join(Path.PathSeparator, Needed.Select(Jar));

    /// <summary>The <c>java</c> command, which runs a source file if the JDK is there.</summary>
    public static string Java => ApacheInstallation.Found!.Java;

    private static string? Missing()
    {
        if (ApacheInstallation.Missing is { } missing) return missing;
        if (Needed.FirstOrDefault(name => !File.Exists(Jar(name))) is { } jar) return $"{Jar(jar)} was not found: install libcurator-recipes-java.";
        var java = new FileInfo(Java);
        var bin = Path.GetDirectoryName(java.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? java.FullName)!;
        return File.Exists(Path.Combine(bin, "javac")) ? null : "No javac was found beside java: install a JDK.";
    }

    private static string Jar(string name) => Path.Combine(Jars, name + ".jar");
}
