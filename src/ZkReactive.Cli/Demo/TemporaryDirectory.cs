namespace ZkReactive.Cli.Demo;

/// <summary>A directory that is gone after the demo, git's read-only object files included.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Makes one below the system's directory for temporary files.</summary>
    public TemporaryDirectory(string name)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), name);
        Directory.CreateDirectory(Path);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Makes a directory in it.</summary>
    public string Create(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!Directory.Exists(Path)) return;
        if (OperatingSystem.IsWindows()) ClearReadOnly();
        Directory.Delete(Path, recursive: true);
    }

    private void ClearReadOnly()
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in Directory.EnumerateFiles(Path, "*", all)) File.SetAttributes(file, FileAttributes.Normal);
    }
}
