namespace ZkReactive.TestKit.Apache;

/// <summary>
/// Where a Java runtime and Apache ZooKeeper's jars were found on this machine: <c>ZOOKEEPER_HOME</c> first, then the
/// Debian packages.
/// </summary>
/// <param name="Java">The <c>java</c> command.</param>
/// <param name="ClassPath">The class path that a server needs.</param>
public sealed record ApacheInstallation(string Java, string ClassPath)
{
    private const string DebianJars = "/usr/share/java";

    private static readonly Lazy<(ApacheInstallation? Found, string? Missing)> Search = new(Find);

    /// <summary>The installation; null when there is none.</summary>
    public static ApacheInstallation? Found => Search.Value.Found;

    /// <summary>What is missing, in words; null when nothing is.</summary>
    public static string? Missing => Search.Value.Missing;

    private static (ApacheInstallation? Found, string? Missing) Find()
    {
        var classPath = FindClassPath();
        if (classPath is null) return (null, $"Apache ZooKeeper was not found: set ZOOKEEPER_HOME or install zookeeper.jar in {DebianJars}.");
        var java = FindJava();
        return java is null
            ? (null, "No java command was found: set JAVA_HOME or put java on the PATH.")
            : (new ApacheInstallation(java, classPath), null);
    }

    private static string? FindClassPath()
    {
        var home = Environment.GetEnvironmentVariable("ZOOKEEPER_HOME");
        if (!string.IsNullOrEmpty(home) && Directory.Exists(Path.Combine(home, "lib"))) return Path.Combine(home, "lib", "*");

        var jar = Path.Combine(DebianJars, "zookeeper.jar");
        return File.Exists(jar) ? string.Join(Path.PathSeparator, jar, Path.Combine(DebianJars, "slf4j-simple.jar")) : null;
    }

    private static string? FindJava()
    {
        var name = OperatingSystem.IsWindows() ? "java.exe" : "java";
        var home = Environment.GetEnvironmentVariable("JAVA_HOME");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).ToList();
        if (!string.IsNullOrEmpty(home)) folders.Insert(0, Path.Combine(home, "bin"));
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
