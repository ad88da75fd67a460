using System.Reflection;
using System.Runtime.Loader;

namespace ZkReactive.PowerShell.Loader;

/// <summary>
/// Keeps the module's assemblies in a load context of their own, so that their versions never meet those of the engine or
/// of another module. This assembly alone is loaded into the default context.
/// </summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string CmdletAssembly = "ZkReactive.PowerShell";

    // One context for the process: runspaces share the code and keep their state apart.
    private static readonly Lazy<Assembly> Cmdlets = new(() => new ModuleLoadContext(FolderOfThisAssembly()).LoadCmdletAssembly());

    private readonly AssemblyDependencyResolver _resolver;
    private readonly string _folder;

    private ModuleLoadContext(string folder)
        : base("ZkReactive")
    {
        _folder = folder;
        _resolver = new AssemblyDependencyResolver(Path.Combine(folder, CmdletAssembly + ".dll"));
    }

    /// <summary>Gives the assembly of the cmdlets, loading it at the first call. Safe from any thread.</summary>
    /// <exception cref="FileNotFoundException">The module's folder is incomplete.</exception>
    public static Assembly LoadCmdlets() => Cmdlets.Value;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // What the module does not bring (the engine, the framework, this loader) comes from the default context.
        if (assemblyName.Name == typeof(ModuleLoadContext).Assembly.GetName().Name) return null;
        var path = _resolver.ResolveAssemblyToPath(assemblyName);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var path = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }

    private static string FolderOfThisAssembly() => Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;

    private Assembly LoadCmdletAssembly() => LoadFromAssemblyPath(Path.Combine(_folder, CmdletAssembly + ".dll"));
}
