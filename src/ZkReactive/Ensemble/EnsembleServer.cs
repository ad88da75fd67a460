using System.Globalization;

namespace ZkReactive.Ensemble;

/// <summary>One server of an ensemble on this machine.</summary>
/// <param name="Number">Its number, which is its <c>myid</c> too.</param>
/// <param name="ClientPort">The port that clients connect to.</param>
/// <param name="QuorumPort">The port that followers connect to; 0 for a standalone server.</param>
/// <param name="ElectionPort">The port for electing a leader; 0 for a standalone server.</param>
/// <param name="ConfigurationFile">Its <c>zooN.cfg</c>.</param>
/// <param name="DataDirectory">Its snapshots and <c>myid</c>.</param>
/// <param name="DataLogDirectory">Its transaction log.</param>
public sealed record EnsembleServer(
    int Number,
    int ClientPort,
    int QuorumPort,
    int ElectionPort,
    string ConfigurationFile,
    string DataDirectory,
    string DataLogDirectory)
{
    /// <summary>What a client connects to.</summary>
    public string ConnectString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ClientPort}");

    /// <summary>Where its output goes.</summary>
    public string LogFile => Path.ChangeExtension(ConfigurationFile, ".log");

    /// <summary>Which process it is, while it runs.</summary>
    internal string ProcessFile => Path.ChangeExtension(ConfigurationFile, ".pid");
}
