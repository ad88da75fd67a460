using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Chaos;

/// <summary>Compares the logs on the servers with what their writers were told.</summary>
internal static class ChaosLogs
{
    private const int AtATime = 100;

    /// <summary>How many folders there are.</summary>
    public static async Task<int> CountAsync(IZkClient client)
    {
        await client.SyncAsync(ChaosTree.Logs);
        return (await client.GetChildrenAsync(ChaosTree.Logs)).Names.Count;
    }

    /// <summary>Holds that all is there that was acknowledged, nothing that was refused, and nothing twice.</summary>
    /// <remarks>
    /// Apache ZooKeeper before 3.8.3 and 3.9.1 may itself lose transactions that it has acknowledged, when servers die while they
    /// follow a new leader: ZOOKEEPER-4643, ZOOKEEPER-4646, ZOOKEEPER-4785. Then one piece is gone of the order of all transactions,
    /// whoever made them; what a client got wrong would be its own writes alone. Such pieces are told, and are no violation.
    /// </remarks>
    public static async Task CheckAsync(IZkClient client, IReadOnlyList<ChaosWriter> writers, ChaosViolations violations, Action<string> tell)
    {
        var entries = await ReadAsync(client);
        var lost = new HashSet<ChaosStep>();
        for (var number = 0; number < writers.Count; number++)
        {
            var prefix = $"{number}-";
            var made = entries.Where(entry => entry.Path.Parent.Name.StartsWith(prefix, StringComparison.Ordinal)).ToLookup(entry => entry.Step, entry => entry.Path);
            foreach (var step in writers[number].Steps) Check(number, step, [.. made[step.Number]], lost, violations);
            violations.Unless(made.All(one => one.Key <= writers[number].Last), () => $"writer {number}: the log has more steps than were made");
        }

        foreach (var piece in LostPieces(writers, lost))
        {
            var told = $"{piece.Count} acknowledged writes from {piece[0].Step.Zxid} to {piece[^1].Step.Zxid} are gone, of the writers {string.Join(", ", piece.Select(one => one.Writer).Distinct().Order())}";
            if (piece.Select(one => one.Writer).Distinct().Count() > 1) tell($"the servers lost a piece of their history: {told}");
            else violations.Add(told);
        }
    }

    private static void Check(int writer, ChaosStep step, ZkPath[] made, HashSet<ChaosStep> lost, ChaosViolations violations)
    {
        if (step is { Outcome: ChaosOutcome.Done, Entry: not null } && made.Length == 0)
        {
            lost.Add(step);
            return;
        }

        var told = $"writer {writer}: {step.Kind} {step.Number} is {step.Outcome} at {step.Entry?.Value ?? "no place"}, and there is {(made.Length == 0 ? "nothing" : string.Join(", ", made))}";
        var holds = (step.Kind, step.Outcome) switch
        {
            (ChaosKind.Set, _) or (_, ChaosOutcome.NotDone) => made.Length == 0,
            (_, ChaosOutcome.Done) => made.Length == 1 && made[0] == step.Entry,
            _ => made.Length <= 1,
        };
        violations.Unless(holds, () => told);
        violations.Unless(made.All(path => path.Name.Contains($"{writer}-{step.Number}-", StringComparison.Ordinal)), () => $"{told}, which was made with another request's data");
    }

    /// <summary>The lost writes, in the order of their transactions, parted wherever one between them is there.</summary>
    private static List<List<(int Writer, ChaosStep Step)>> LostPieces(IReadOnlyList<ChaosWriter> writers, HashSet<ChaosStep> lost)
    {
        var acknowledged = writers.SelectMany((writer, number) => writer.Steps.Where(step => step is { Outcome: ChaosOutcome.Done, Entry: not null }).Select(step => (Writer: number, Step: step)));
        var pieces = new List<List<(int, ChaosStep)>>();
        var isInside = false;
        foreach (var one in acknowledged.OrderBy(one => one.Step.Zxid))
        {
            if (lost.Contains(one.Step))
            {
                if (!isInside) pieces.Add([]);
                pieces[^1].Add(one);
            }

            isInside = lost.Contains(one.Step);
        }

        return pieces;
    }

    private static async Task<List<(ZkPath Path, int Step)>> ReadAsync(IZkClient client)
    {
        await client.SyncAsync(ChaosTree.Logs);
        var entries = new List<(ZkPath, int)>();
        foreach (var folder in (await client.GetChildrenAsync(ChaosTree.Logs)).Names.Select(name => ChaosTree.Logs / name))
        {
            foreach (var names in (await client.GetChildrenAsync(folder)).Names.Chunk(AtATime))
            {
                var nodes = await Task.WhenAll(names.Select(name => client.GetAsync(folder / name).AsTask()));
                entries.AddRange(nodes.Select(node => (node.Path, ChaosTree.Decode(node.Data))));
            }
        }

        return entries;
    }
}
