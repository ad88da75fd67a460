namespace ZkReactive.Pipelines.Policy;

/// <summary>Reads policies from files.</summary>
public static class PolicyFiles
{
    /// <summary>Reads files, each a policy that names itself. A file above the limit is read only as far as is needed to refuse it.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static async Task<IReadOnlyList<PolicySource>> ReadAsync(IEnumerable<string> files, PolicyLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var most = (limits ?? PolicyLimits.Default).MaxDocumentBytes;
        var sources = new List<PolicySource>();
        foreach (var file in files)
        {
            var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4096, FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
            {
                var content = new byte[Math.Min(stream.CanSeek ? stream.Length : most, most) + 1];
                var length = await stream.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                sources.Add(new("", content.AsMemory(0, length), Origin: Path.GetFileName(file)));
            }
        }

        return sources;
    }
}
