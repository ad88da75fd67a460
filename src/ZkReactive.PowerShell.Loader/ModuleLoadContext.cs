using System.Collections.Concurrent;
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

    // One context for each version's folder: runspaces share the code and keep their state apart.
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> Cmdlets = new(StringComparer.Ordinal);

    private readonly AssemblyDependencyResolver _resolver;
    private readonly string _folder;

    private ModuleLoadContext(string folder)
        : base("ZkReactive")
    {
        _folder = folder;
        _resolver = new AssemblyDependencyResolver(Path.Combine(folder, CmdletAssembly + ".dll"));
    }

    /// <summary>
    /// Gives the assembly of the cmdlets in a folder, loading it at the first call. Safe from any thread. The process has one
    /// loader, that of the version imported first; so the folder is told, and no version may change this method.
    /// </summary>
    /// <param name="folder">The <c>bin</c> of a version of the module.</param>
    /// <exception cref="FileNotFoundException">The folder is incomplete.</exception>
    public static Assembly LoadCmdlets(string folder) =>
        Cmdlets.GetOrAdd(Path.GetFullPath(folder), static full => new Lazy<Assembly>(() => new ModuleLoadContext(full).LoadCmdletAssembly())).Value;

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

    private Assembly LoadCmdletAssembly() => LoadFromAssemblyPath(Path.Combine(_folder, CmdletAssembly + ".dll"));
}
