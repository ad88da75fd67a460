namespace ZkReactive.Ensemble;

/// <summary>Where Apache ZooKeeper and Java are on this machine.</summary>
/// <param name="Java">The <c>java</c> command.</param>
/// <param name="ClassPath">What a server's process needs on its class path.</param>
/// <param name="Home">Where ZooKeeper was found.</param>
public sealed record ZooKeeperInstallation(string Java, string ClassPath, string Home)
{
    private const string DebianJars = "/usr/share/java";
    private const string EmbeddedInstead = "For a single server without Java there is the embedded one: Start-ZkServer, or 'zkr server'.";

    private static readonly string[] UsualPlaces = ["/opt", "/usr/local", "/usr/local/opt", "/opt/homebrew/opt"];

    /// <summary>
    /// Finds both: ZooKeeper in <paramref name="home"/> (an unpacked release), else in <c>ZOOKEEPER_HOME</c>, else as the
    /// Debian package, else as a release unpacked below /opt or /usr/local; Java by <c>JAVA_HOME</c>, else on the PATH.
    /// </summary>
    /// <exception cref="EnsembleException">One of them is missing; the message says what to install.</exception>
    public static ZooKeeperInstallation Find(string? home = null) => Find(home, Environment.GetEnvironmentVariable, UsualPlaces, DebianJars);

    internal static ZooKeeperInstallation Find(string? home, Func<string, string?> environment, IEnumerable<string> places, string debianJars)
    {
        var (classPath, found) = FindJars(home, environment, places, debianJars);
        return new ZooKeeperInstallation(FindJava(environment), classPath, found);
    }

    private static (string ClassPath, string Home) FindJars(string? home, Func<string, string?> environment, IEnumerable<string> places, string debianJars)
    {
        var named = home ?? (environment("ZOOKEEPER_HOME") is { Length: > 0 } variable ? variable : null);
        if (named is not null)
        {
            return TryRelease(named) ?? throw new EnsembleException(
                EnsembleErrorIds.ZooKeeperMissing,
                $"Apache ZooKeeper is not in {named}: no lib directory with a zookeeper jar was found there. {(home is null ? "ZOOKEEPER_HOME" : "It")} must name an unpacked release. {EmbeddedInstead}");
        }

        var jar = Path.Combine(debianJars, "zookeeper.jar");
        if (File.Exists(jar)) return (string.Join(Path.PathSeparator, jar, Path.Combine(debianJars, "slf4j-simple.jar")), debianJars);

        var releases = places.Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateDirectories(place, "*zookeeper*"))
            .OrderDescending(StringComparer.Ordinal)
            .Select(TryRelease);
        return releases.FirstOrDefault(release => release is not null) ?? throw new EnsembleException(
            EnsembleErrorIds.ZooKeeperMissing,
            "Apache ZooKeeper was not found on this machine. Install it (on Debian and Ubuntu: apt install zookeeper), or unpack a release and set ZOOKEEPER_HOME to it. " + EmbeddedInstead);
    }

    private static (string ClassPath, string Home)? TryRelease(string home)
    {
        var libraries = new[] { Path.Combine(home, "lib"), Path.Combine(home, "libexec", "lib") }
            .FirstOrDefault(lib => Directory.Exists(lib) && Directory.EnumerateFiles(lib, "zookeeper-*.jar").Any());
        if (libraries is null) return null;

        // The configuration of its logging lies in conf.
        var configuration = Path.Combine(Path.GetDirectoryName(libraries)!, "conf");
        var parts = new[] { Path.Combine(libraries, "*"), Directory.Exists(configuration) ? configuration : null };
        return (string.Join(Path.PathSeparator, parts.OfType<string>()), home);
    }

    private static string FindJava(Func<string, string?> environment)
    {
        var name = OperatingSystem.IsWindows() ? "java.exe" : "java";
        var folders = (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).ToList();
        if (environment("JAVA_HOME") is { Length: > 0 } home) folders.Insert(0, Path.Combine(home, "bin"));
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ?? throw new EnsembleException(
            EnsembleErrorIds.JavaMissing,
            "No java command was found, which Apache ZooKeeper needs. Install a Java runtime of version 11 or newer (on Debian and Ubuntu: apt install default-jre-headless), or set JAVA_HOME. " + EmbeddedInstead);
    }
}
