using System.Globalization;
using ZkReactive.Ensemble.Layout;

namespace ZkReactive.Ensemble;

/// <summary>What the files of an ensemble on this machine say, whether its servers run or not.</summary>
internal static class DirectoryFindings
{
    /// <summary>The findings about <c>myid</c> files, the servers' lines for each other, and room on the disks.</summary>
    /// <param name="ensemble">The ensemble.</param>
    /// <param name="options">What counts as little.</param>
    /// <param name="freeBytes">How much room there is where a directory is; null when that cannot be told.</param>
    public static IEnumerable<EnsembleFinding> Of(ZkEnsemble ensemble, DoctorOptions options, Func<string, long?> freeBytes)
    {
        var numbers = ensemble.Servers.Count == 1 ? [] : ensemble.Servers.Select(Number).OfType<EnsembleFinding>().ToArray();
        foreach (var finding in numbers) yield return finding;
        if (numbers.Length == 0 && ensemble.Servers.Count > 1) yield return new(FindingSeverity.Ok, "Myid", null, "Every server's myid file has its number.");
        if (ensemble.Servers.Count > 1) yield return Peers(ensemble);
        yield return Disk(ensemble, options, freeBytes);
    }

    private static EnsembleFinding? Number(EnsembleServer server)
    {
        var file = Path.Combine(server.DataDirectory, "myid");
        var remedy = string.Create(CultureInfo.InvariantCulture, $"Write {server.Number} into {file} and start the server again.");
        if (!File.Exists(file)) return new(FindingSeverity.Error, "Myid", server.ConnectString, $"Server {server.Number} has no myid file, so it cannot start.", remedy);
        var text = File.ReadAllText(file).Trim();
        return text == server.Number.ToString(CultureInfo.InvariantCulture)
            ? null
            : new(FindingSeverity.Error, "Myid", server.ConnectString, $"The myid file of server {server.Number} says '{(text.Length > 20 ? text[..20] + "…" : text)}'.", remedy);
    }

    private static EnsembleFinding Peers(ZkEnsemble ensemble)
    {
        var lines = ensemble.Servers.ToDictionary(server => server.Number, server => string.Join(
            '\n',
            ServerConfiguration.Read(File.ReadAllText(server.ConfigurationFile)).Where(pair => pair.Key.StartsWith("server.", StringComparison.Ordinal)).Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal)));
        var usual = lines.Values.GroupBy(text => text, StringComparer.Ordinal).MaxBy(group => group.Count())!.Key;
        var others = lines.Where(pair => pair.Value != usual).Select(pair => Path.GetFileName(ensemble.Servers.First(server => server.Number == pair.Key).ConfigurationFile)).ToArray();
        return others.Length == 0
            ? new(FindingSeverity.Ok, "Peers", null, "All configurations name the same servers.")
            : new(FindingSeverity.Error, "Peers", null, $"{string.Join(" and ", others)} name{(others.Length == 1 ? "s" : "")} other servers than the rest (server.N).", "Give every configuration the same server.N lines, and start those servers again.");
    }

    private static EnsembleFinding Disk(ZkEnsemble ensemble, DoctorOptions options, Func<string, long?> freeBytes)
    {
        var least = ensemble.Servers.SelectMany(server => new[] { server.DataDirectory, server.DataLogDirectory }.Select(directory => (Server: server, Directory: directory, Free: freeBytes(directory))))
            .Where(place => place.Free is not null).OrderBy(place => place.Free).FirstOrDefault();
        if (least.Free is not { } free) return new(FindingSeverity.Info, "Disk", null, "How much room the disks have cannot be told.");
        return free < options.LeastFreeBytes
            ? new(FindingSeverity.Warning, "Disk", least.Server.ConnectString, $"There are {free >> 20} MB left where {least.Directory} is; a server that cannot write its log ends.",
                "Make room, or set autopurge.purgeInterval so that old snapshots and logs are removed.")
            : new(FindingSeverity.Ok, "Disk", null, $"There are at least {free >> 20} MB left where the servers write.");
    }

    /// <summary>The room left where a directory is; null when that cannot be told.</summary>
    public static long? FreeBytes(string directory)
    {
        try
        {
            return Directory.Exists(directory) ? new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
