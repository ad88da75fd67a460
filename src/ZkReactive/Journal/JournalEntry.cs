using ZkReactive.Protocol;

namespace ZkReactive.Journal;

/// <summary>An event to be appended. The journal adds the revision and the time.</summary>
public sealed record JournalEntry
{
    /// <summary>Makes one.</summary>
    /// <param name="stream">The stream: the path or pipeline it is about. 1 to 1024 characters.</param>
    /// <param name="kind">What happened, such as <c>ManifestSeen</c>. 1 to 128 characters.</param>
    /// <param name="payload">The content; an empty object when left out.</param>
    /// <exception cref="ArgumentException">The stream or the kind is empty or too long.</exception>
    public JournalEntry(string stream, string kind, JournalPayload payload = default)
    {
        Stream = Checked(stream, 1024, nameof(stream));
        Kind = Checked(kind, 128, nameof(kind));
        Payload = payload;
    }

    /// <summary>The stream: the path or pipeline it is about.</summary>
    public string Stream { get; }

    /// <summary>What happened.</summary>
    public string Kind { get; }

    /// <summary>The content.</summary>
    public JournalPayload Payload { get; }

    /// <summary>The ZooKeeper transaction it came from; <see cref="Zxid.None"/> when it came from none.</summary>
    public Zxid Zxid { get; init; }

    /// <summary>The data version of the node it is about; null when it is about none.</summary>
    public NodeVersion? Version { get; init; }

    /// <summary>What ties events together across streams, for instance a deploy's id; null when nothing does.</summary>
    public string? Correlation { get; init; }

    private static string Checked(string value, int longest, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, name);
        if (value.Length > longest) throw new ArgumentException($"At most {longest} characters are allowed, {value.Length} were given.", name);
        if (value.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException("A null character is not allowed.", name);
        return value;
    }
}
