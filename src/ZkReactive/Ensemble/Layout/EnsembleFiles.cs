using System.Globalization;
using System.Text.RegularExpressions;

namespace ZkReactive.Ensemble.Layout;

/// <summary>An ensemble's directory: written once, read as often as needed, also after somebody has edited the files.</summary>
internal static partial class EnsembleFiles
{
    /// <summary>Writes a new ensemble.</summary>
    public static ZkEnsemble Write(EnsembleOptions options, PortScan ports)
    {
        var directory = Path.GetFullPath(options.Directory);
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).FirstOrDefault() is { } found)
        {
            throw new EnsembleException(
                EnsembleErrorIds.DirectoryTaken,
                $"Writing an ensemble to {directory} failed: it is not empty ({Path.GetFileName(found)} is there). Give a new directory, or remove this one after stopping its servers.");
        }

        var chosen = EnsemblePorts.Choose(options.Count, options.BasePort, ports.TryTake, ports.TakeAny);
        var servers = chosen.Select((port, index) => Describe(directory, index + 1, port)).ToArray();
        foreach (var server in servers)
        {
            Directory.CreateDirectory(server.DataDirectory);
            Directory.CreateDirectory(server.DataLogDirectory);
            File.WriteAllText(server.ConfigurationFile, ServerConfiguration.Write(options, server, servers));
            if (servers.Length > 1)
                File.WriteAllText(Path.Combine(server.DataDirectory, "myid"), server.Number.ToString(CultureInfo.InvariantCulture) + "\n");
        }

        return new ZkEnsemble(directory, servers);
    }

    /// <summary>Reads an ensemble.</summary>
    public static ZkEnsemble Read(string directory)
    {
        var files = Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory).Select(file => (File: file, Match: ConfigurationName().Match(Path.GetFileName(file)))).Where(found => found.Match.Success)
            : [];
        var servers = files
            .Select(found => ReadServer(found.File, int.Parse(found.Match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)))
            .OrderBy(server => server.Number)
            .ToArray();
        return servers.Length > 0 ? new ZkEnsemble(directory, servers) : throw new EnsembleException(
            EnsembleErrorIds.NotFound,
            $"There is no ensemble in {directory}: no zoo1.cfg was found. Give the directory that it was made in, or make one (New-ZkEnsemble, zkr ensemble new).");
    }

    private static EnsembleServer Describe(string directory, int number, (int Client, int Quorum, int Election) ports)
    {
        var home = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"server{number}"));
        return new EnsembleServer(
            number, ports.Client, ports.Quorum, ports.Election,
            Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"zoo{number}.cfg")),
            Path.Combine(home, "data"), Path.Combine(home, "datalog"));
    }

    private static EnsembleServer ReadServer(string file, int number)
    {
        var values = ServerConfiguration.Read(File.ReadAllText(file));
        if (!ServerConfiguration.TryPort(values.GetValueOrDefault("clientPort"), out var clientPort)) throw Invalid(file, "clientPort", "a port of 1 to 65535");
        if (!values.TryGetValue("dataDir", out var data) || data.Length == 0) throw Invalid(file, "dataDir", "a directory");
        var (quorum, election) = (0, 0);
        if (values.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"server.{number}"), out var peer)
            && !ServerConfiguration.TryReadPeer(peer, out quorum, out election))
        {
            throw Invalid(file, $"server.{number}", "host:port:port");
        }

        return new EnsembleServer(number, clientPort, quorum, election, file, data, values.GetValueOrDefault("dataLogDir", data));
    }

    private static EnsembleException Invalid(string file, string name, string expected) => new(
        EnsembleErrorIds.ConfigurationInvalid, $"Reading {file} failed: '{name}' is missing or is not {expected}. Correct the file.");

    [GeneratedRegex(@"^zoo([1-9][0-9]{0,2})\.cfg$")]
    private static partial Regex ConfigurationName();
}
