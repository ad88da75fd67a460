using ZkReactive.Ensemble;

namespace ZkReactive.Cli;

/// <summary>A server of a new ensemble as JSON.</summary>
internal sealed record EnsembleServerJson(int Number, string Server, int ClientPort, int QuorumPort, int ElectionPort, string Configuration, string Log)
{
    /// <summary>Takes a server apart.</summary>
    public static EnsembleServerJson From(EnsembleServer server) =>
        new(server.Number, server.ConnectString, server.ClientPort, server.QuorumPort, server.ElectionPort, server.ConfigurationFile, server.LogFile);
}
