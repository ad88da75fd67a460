namespace ZkReactive.Pipelines.Processes;

/// <summary>Reads a process's output to its end and keeps only so much of it, so that no program can fill the memory.</summary>
internal static class BoundedText
{
    /// <summary>The first <paramref name="limit"/> characters.</summary>
    internal static async Task<string> ReadHeadAsync(TextReader reader, int limit, CancellationToken cancellationToken)
    {
        var kept = new char[limit];
        var count = 0;
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            var take = Math.Min(read, limit - count);
            buffer.AsSpan(0, take).CopyTo(kept.AsSpan(count));
            count += take;
        }

        return new string(kept, 0, count);
    }

    /// <summary>The last <paramref name="limit"/> characters.</summary>
    internal static async Task<string> ReadTailAsync(TextReader reader, int limit, CancellationToken cancellationToken)
    {
        var kept = "";
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            kept = string.Concat(kept, buffer.AsSpan(0, read));
            if (kept.Length > limit) kept = kept[^limit..];
        }

        return kept;
    }
}
