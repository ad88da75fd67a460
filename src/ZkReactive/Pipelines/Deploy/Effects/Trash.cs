namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>Deletes what the agent itself made. Links are deleted, never followed.</summary>
internal static class Trash
{
    /// <summary>Deletes a directory with all that is in it; nothing to do when it is absent.</summary>
    internal static void Delete(string directory)
    {
        if (!Directory.Exists(directory)) return;
        if (OperatingSystem.IsWindows()) ClearReadOnly(directory);
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>Deletes a directory as far as the disk lets it, where something else has failed already.</summary>
    internal static void TryDelete(string directory)
    {
        try
        {
            Delete(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next deploy sweeps it up.
        }
    }

    /// <summary>Deletes files by pattern in a directory and all below it.</summary>
    internal static void DeleteFiles(string directory, string pattern)
    {
        if (!Directory.Exists(directory)) return;
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        foreach (var file in Directory.EnumerateFiles(directory, pattern, everything)) File.Delete(file);
    }

    /// <summary>git makes its objects read-only, which on Windows keeps them from being deleted.</summary>
    private static void ClearReadOnly(string directory)
    {
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in Directory.EnumerateFiles(directory, "*", everything)) File.SetAttributes(file, FileAttributes.Normal);
    }
}
