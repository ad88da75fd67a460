using Xunit;
using ZkReactive.TestKit.Apache;

namespace ZkReactive.TestKit.Requirements;

/// <summary>
/// A test that needs a JDK and Curator's Debian packages (libcurator-recipes-java, libcurator-discovery-java); skipped with the
/// reason where they are absent. The JDK, not only a runtime: the tests let <c>java</c> run a source file.
/// </summary>
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
    public static string? Missing
    {
        get
        {
            if (ApacheInstallation.Missing is { } missing) return missing;
            if (Jars.FirstOrDefault(jar => !File.Exists(PathOf(jar))) is { } jar)
            {
                return $"{PathOf(jar)} was not found: install libcurator-recipes-java and libcurator-discovery-java.";
            }

            var java = new FileInfo(Java);
            var bin = Path.GetDirectoryName(java.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? java.FullName)!;
            return File.Exists(Path.Combine(bin, "javac")) ? null : "No javac was found beside java: install a JDK (openjdk-17-jdk-headless).";
        }
    }

    /// <summary>The class path of Curator with the client that it needs; only where the test is not skipped.</summary>
    public static string ClassPath => string.Join(Path.PathSeparator, [.. Jars.Select(PathOf), ApacheInstallation.Found!.ClassPath]);

    /// <summary>The java command.</summary>
    public static string Java => ApacheInstallation.Found!.Java;

    private static string PathOf(string jar) => Path.Combine(Folder, jar + ".jar");
}
