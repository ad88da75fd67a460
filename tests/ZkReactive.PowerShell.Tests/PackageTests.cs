using System.IO.Compression;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.PowerShell.Tests;

/// <summary>What the tasks Pack and Install of build.ps1 make of the module that the build laid out.</summary>
public sealed class PackageTests : IDisposable
{
    private const long MostBytes = 30 * 1024 * 1024;
    private static readonly string Build = Path.Combine(ModuleFolder.Repository, "build.ps1");
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zkreactive-package-");

    public void Dispose() => _directory.Delete(recursive: true);

    [PesterFact]
    public async Task Pack_MakesASmallPackage_WhoseModuleImportsFromAModulePath()
    {
        await RunBuildAsync("-Task", "Pack", "-Destination", _directory.FullName);

        var package = Assert.Single(_directory.GetFiles("*.nupkg"));
        var modules = Path.Combine(_directory.FullName, "Modules");
        Assert.InRange(package.Length, 1, MostBytes);
        Assert.Matches(@"^ZkReactive\.\d+\.\d+\.\d+\.nupkg$", package.Name);
        var version = package.Name["ZkReactive.".Length..^".nupkg".Length];
        Unpack(package, Path.Combine(modules, "ZkReactive", version));
        Assert.Equal(Files(ModuleFolder.Path), Files(Path.Combine(modules, "ZkReactive", version)));
        Assert.Equal([version, "/ by name"], await ImportByNameAsync(new() { ["PSModulePath"] = modules }));
    }

    [PesterFact]
    public async Task Install_PutsTheModuleWhereImportModuleFindsIt()
    {
        if (OperatingSystem.IsWindows()) return;
        var home = new Dictionary<string, string> { ["XDG_DATA_HOME"] = _directory.FullName };

        await RunBuildAsync(home, "-Task", "Install");
        await RunBuildAsync(home, "-Task", "Install");

        var version = Assert.Single(Directory.GetDirectories(Path.Combine(_directory.FullName, "powershell", "Modules", "ZkReactive")));
        Assert.Equal(Files(ModuleFolder.Path), Files(version));
        Assert.Equal([Path.GetFileName(version), "/ by name"], await ImportByNameAsync(home));
    }

    private static async Task<string[]> ImportByNameAsync(Dictionary<string, string> variables) => await PowerShellProcess.RunScriptAsync(
        """
        (Import-Module ZkReactive -PassThru).Version.ToString()
        $null = Start-ZkServer -Port 0 | Connect-Zk
        "$((Get-ZkNode /).Path) by name"
        Disconnect-Zk -All
        Stop-ZkServer -All
        """,
        variables);

    private static Task RunBuildAsync(params string[] arguments) => RunBuildAsync(new Dictionary<string, string>(), arguments);

    private static async Task RunBuildAsync(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        var (exitCode, output, error) = await PowerShellProcess.RunAsync(["-File", Build, "-NoBuild", "-Configuration", configuration, .. arguments], variables);
        Assert.True(exitCode == 0, $"{output}\n{error}");
    }

    /// <summary>As Install-PSResource does: without what belongs to the package alone.</summary>
    private static void Unpack(FileInfo package, string folder)
    {
        ZipFile.ExtractToDirectory(package.FullName, folder);
        Directory.Delete(Path.Combine(folder, "_rels"), recursive: true);
        Directory.Delete(Path.Combine(folder, "package"), recursive: true);
        File.Delete(Path.Combine(folder, "[Content_Types].xml"));
        File.Delete(Path.Combine(folder, "ZkReactive.nuspec"));
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);
}
