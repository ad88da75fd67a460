namespace ZkReactive.PowerShell.Tests;

/// <summary>Where the build has laid out the module.</summary>
internal static class ModuleFolder
{
    /// <summary>The top of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The module's folder.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Repository, "artifacts", "module", "ZkReactive");

    private static string FindRepository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (File.Exists(System.IO.Path.Combine(folder, "ZkReactive.sln"))) return folder;
        }

        throw new InvalidOperationException($"There is no ZkReactive.sln above {AppContext.BaseDirectory}.");
    }
}
