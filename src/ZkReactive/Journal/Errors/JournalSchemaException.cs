using ZkReactive.Client;

namespace ZkReactive.Journal;

/// <summary>The journal's file has a layout that this version does not know. The file was left as it is.</summary>
public sealed class JournalSchemaException : ZkPipelineException
{
    /// <summary>Makes one.</summary>
    public JournalSchemaException(string file, int found, int supported)
        : base("ZkJournalSchema", Describe(file, found, supported))
    {
        File = file;
        Found = found;
        Supported = supported;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The layout's version in the file; 0 when it is not a journal at all.</summary>
    public int Found { get; }

    /// <summary>The newest version known here.</summary>
    public int Supported { get; }

    private static string Describe(string file, int found, int supported) => found switch
    {
        0 => $"'{file}' is a SQLite file but not a journal. Name another file.",
        _ when found > supported => $"The journal '{file}' has layout {found}; this version knows layouts up to {supported}. Use the version that wrote it, or a newer one.",
        _ => $"The journal '{file}' has layout {found}; this version reads layout {supported}. Start its writer once: it upgrades the file.",
    };
}
