using System.Net;

namespace ZkReactive.Ensemble.Layout;

/// <summary>Chooses the ports of a new ensemble. Pure but for the question whether a port is free.</summary>
internal static class EnsemblePorts
{
    private const int UsualClientPort = 2181;
    private const int UsualQuorumPort = 2888;
    private const int BetweenQuorumAndElection = 1000;
    private const int Step = 11;
    private const int MostAttempts = 200;

    /// <summary>
    /// The peers' ports begin at 2888:3888 and go on alternately above and below (2899:3899, 2877:3877), as the usual three
    /// configurations of one machine have them; another base port moves them all by as much. Ports in use are passed over.
    /// </summary>
    public static IReadOnlyList<(int Client, int Quorum, int Election)> Choose(int count, int basePort, Func<int, bool> tryTake, Func<int> takeAny)
    {
        // All clients' ports first: a peer's must not fall on one of them.
        var clients = Enumerable.Range(0, count).Select(index => Client(basePort, index, tryTake, takeAny)).ToArray();
        if (count == 1) return [(clients[0], 0, 0)];

        var chosen = new List<(int, int, int)>(count);
        var attempt = 0;
        foreach (var client in clients)
        {
            var (quorum, election) = basePort == 0 ? (takeAny(), takeAny()) : Peers(basePort, ref attempt, tryTake);
            chosen.Add((client, quorum, election));
        }

        return chosen;
    }

    private static int Client(int basePort, int index, Func<int, bool> tryTake, Func<int> takeAny)
    {
        if (basePort == 0) return takeAny();
        var port = basePort + index;
        return tryTake(port) ? port : throw new EnsembleException(
            EnsembleErrorIds.PortTaken,
            $"Client port {port} of server {index + 1} is in use. Stop what listens there, or give another base port (0 takes free ones).");
    }

    private static (int Quorum, int Election) Peers(int basePort, ref int attempt, Func<int, bool> tryTake)
    {
        while (attempt < MostAttempts)
        {
            var turn = attempt++;
            var offset = (turn + 1) / 2 * Step * (turn % 2 == 1 ? 1 : -1);
            var quorum = UsualQuorumPort + (basePort - UsualClientPort) + offset;
            if (quorum + BetweenQuorumAndElection > IPEndPoint.MaxPort) continue;
            if (tryTake(quorum) && tryTake(quorum + BetweenQuorumAndElection)) return (quorum, quorum + BetweenQuorumAndElection);
        }

        throw new EnsembleException(
            EnsembleErrorIds.PortTaken,
            $"No free pair of ports for the servers' talk was found near {UsualQuorumPort + (basePort - UsualClientPort)}. Give another base port (0 takes free ones).");
    }
}
