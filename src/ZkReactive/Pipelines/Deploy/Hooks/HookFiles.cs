using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZkReactive.Pipelines.Deploy.Hooks;

/// <summary>What a repository's hook knows: one file in its git directory, replaced whole, changed only by who holds the lock beside it.</summary>
internal sealed class HookFiles(string commonDirectory)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Where it is.</summary>
    internal string Directory { get; } = Path.Combine(commonDirectory, "zkreactive");

    private string File => Path.Combine(Directory, "hook.json");

    /// <summary>Takes the lock; null when another has it for all of the time.</summary>
    internal async Task<IDisposable?> LockAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        System.IO.Directory.CreateDirectory(Directory);
        for (var started = time.GetTimestamp(); ; await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                return new FileStream(Path.Combine(Directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (time.GetElapsedTime(started) < patience)
            {
                // Another push is being published.
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    /// <exception cref="DeployException">The file is damaged.</exception>
    internal IReadOnlyList<DeployHookEntry> Read()
    {
        if (!System.IO.File.Exists(File)) return [];
        try
        {
            return JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(File), HookJson.Default.DeployHookEntryArray) ?? [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DeployException(DeployErrorIds.HookFailed, $"'{File}' cannot be read: {e.Message} Install the hook again.", e);
        }
    }

    internal void Write(IEnumerable<DeployHookEntry> entries)
    {
        var list = entries.ToArray();
        var temporary = File + ".tmp";
        if (list.Length == 0)
        {
            System.IO.File.Delete(File);
            return;
        }

        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(list, HookJson.Default.DeployHookEntryArray));
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(temporary, File, overwrite: true);
    }

    /// <summary>Deletes all of it, after an uninstallation.</summary>
    internal void Delete() => Effects.Trash.TryDelete(Directory);
}

/// <summary>The JSON of the file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DeployHookEntry[]))]
internal sealed partial class HookJson : JsonSerializerContext;
