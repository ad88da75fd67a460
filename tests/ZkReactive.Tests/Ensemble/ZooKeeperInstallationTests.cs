using ZkReactive.Ensemble;

namespace ZkReactive.Tests.Ensemble;

public sealed class ZooKeeperInstallationTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("zkreactive-install-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Find_NothingThere_SaysWhatToInstallAndOffersTheEmbeddedServer()
    {
        var error = Assert.Throws<EnsembleException>(() => Find(null, []));
        Assert.Equal(EnsembleErrorIds.ZooKeeperMissing, error.ErrorId);
        Assert.Contains("apt install zookeeper", error.Message, StringComparison.Ordinal);
        Assert.Contains("zkr server", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NoJava_SaysSo()
    {
        var home = Release("apache-zookeeper-3.9.1-bin");
        var error = Assert.Throws<EnsembleException>(() => Find(home, []));
        Assert.Equal(EnsembleErrorIds.JavaMissing, error.ErrorId);
        Assert.Contains("JAVA_HOME", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Variables_NameReleaseAndJava()
    {
        var home = Release("apache-zookeeper-3.9.1-bin");
        var found = Find(null, new() { ["ZOOKEEPER_HOME"] = home, ["JAVA_HOME"] = Java() });
        Assert.Equal(home, found.Home);
        Assert.Contains(Path.Combine(home, "lib", "*"), found.ClassPath, StringComparison.Ordinal);
        Assert.StartsWith(_root, found.Java, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_HomeWithoutJars_IsNotReplacedByAnother()
    {
        Release("apache-zookeeper-3.9.1-bin");
        var error = Assert.Throws<EnsembleException>(() => Find(Path.Combine(_root, "nothing"), new() { ["JAVA_HOME"] = Java() }));
        Assert.Equal(EnsembleErrorIds.ZooKeeperMissing, error.ErrorId);
    }

    [Fact]
    public void Find_SeveralReleasesUnpacked_TakesTheNewest()
    {
        Release("apache-zookeeper-3.8.4-bin");
        var newest = Release("apache-zookeeper-3.9.1-bin");
        Assert.Equal(newest, Find(null, new() { ["JAVA_HOME"] = Java() }).Home);
    }

    private ZooKeeperInstallation Find(string? home, Dictionary<string, string> environment) =>
        ZooKeeperInstallation.Find(home, name => environment.GetValueOrDefault(name), [_root], Path.Combine(_root, "debian"));

    private string Release(string name)
    {
        var lib = Directory.CreateDirectory(Path.Combine(_root, name, "lib")).FullName;
        File.WriteAllText(Path.Combine(lib, "zookeeper-3.9.1.jar"), "");
        return Path.GetDirectoryName(lib)!;
    }

    private string Java()
    {
        var bin = Directory.CreateDirectory(Path.Combine(_root, "jdk", "bin")).FullName;
        File.WriteAllText(Path.Combine(bin, OperatingSystem.IsWindows() ? "java.exe" : "java"), "");
        return Path.GetDirectoryName(bin)!;
    }
}
