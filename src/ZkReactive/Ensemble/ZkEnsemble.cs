using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Ensemble.Layout;

namespace ZkReactive.Ensemble;

/// <summary>
/// An ensemble of Apache ZooKeeper servers on this machine, as its configuration files in one directory describe it:
/// <c>zoo1.cfg</c> to <c>zooN.cfg</c>. All of it listens on loopback only.
/// </summary>
/// <param name="Directory">Where it lives.</param>
/// <param name="Servers">Its servers, by number.</param>
public sealed partial record ZkEnsemble(string Directory, IReadOnlyList<EnsembleServer> Servers)
{
    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>All servers, as a client wants them.</summary>
    public string ConnectString => string.Join(',', Servers.Select(server => server.ConnectString));

    /// <summary>How many servers must be up: more than half.</summary>
    public int Quorum => (Servers.Count / 2) + 1;

    /// <summary>Writes a new ensemble's directory: a configuration for each server, its data directories and its <c>myid</c>. Starts nothing.</summary>
    /// <exception cref="EnsembleException">The directory is not empty, or a port is in use.</exception>
    public static ZkEnsemble Create(EnsembleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return EnsembleFiles.Write(options, new PortScan());
    }

    /// <summary>Reads an ensemble from its configuration files.</summary>
    /// <exception cref="EnsembleException">There is none, or a file cannot be understood.</exception>
    public static ZkEnsemble Open(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return EnsembleFiles.Read(Path.GetFullPath(directory));
    }
}
