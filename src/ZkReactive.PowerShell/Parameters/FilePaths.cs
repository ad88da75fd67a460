using System.Management.Automation;
using ZkReactive.PowerShell.Errors;

namespace ZkReactive.PowerShell.Parameters;

/// <summary>Turns what <c>-Path</c> of a file parameter was given into files.</summary>
internal static class FilePaths
{
    /// <summary>The files behind a path, wildcards expanded.</summary>
    /// <exception cref="ZkModuleException">It leads to no file.</exception>
    public static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string path)
    {
        try
        {
            var files = cmdlet.GetResolvedProviderPathFromPSPath(path, out var provider);
            if (provider.Name == "FileSystem" && files.Count > 0) return [.. files];
        }
        catch (ItemNotFoundException)
        {
            // Told below.
        }

        throw new ZkModuleException("ZkFileNotFound", ErrorCategory.ObjectNotFound, $"There is no file '{path}'.", "Check the path.");
    }
}
