using ZkReactive.Client;

namespace ZkReactive.Tests.Chaos;

/// <summary>
/// Asks many things at a time whose answers it knows, so that an answer to another question shows; and reads registers, which
/// never go back for one client.
/// </summary>
internal sealed class ChaosReader(IZkClient client, int writers, Random random, ChaosViolations violations)
{
    private const int AtATime = 48;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(90);

    private readonly int[] _seen = new int[writers];

    /// <summary>How many answers came.</summary>
    public int Answers { get; private set; }

    public async Task RunAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var asked = Enumerable.Range(0, AtATime).Select(_ => AskAsync(random.Next(5), random.Next(ChaosTree.Known))).ToArray();
            Answers += (await Task.WhenAll(asked).WaitAsync(Hang, TimeProvider.System, CancellationToken.None)).Count(came => came);
            for (var writer = 0; writer < writers; writer++) await ReadRegisterAsync(writer);

            // Other tests want the processors too.
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task<bool> AskAsync(int kind, int node)
    {
        var path = ChaosTree.KnownNode(node);
        try
        {
            switch (kind)
            {
                case 0:
                    var there = await client.ExistsAsync(path);
                    violations.Unless(there.Stat?.DataLength == ChaosTree.Encode(node).Length, () => $"{path} exists: answered with {there.Stat}");
                    break;
                case 1:
                    var absent = await client.ExistsAsync(path / "absent");
                    violations.Unless(!absent.Exists, () => $"{path}/absent exists: answered with {absent.Stat}");
                    break;
                case 2:
                    var children = await client.GetChildrenAsync(path.Parent);
                    violations.Unless(children.Names.Count == ChaosTree.Known, () => $"children: answered with {children.Names.Count}");
                    break;
                case 3:
                    await AskSeveralAsync(node);
                    break;
                default:
                    var got = await client.GetAsync(path);
                    violations.Unless(ChaosTree.Decode(got.Data) == node, () => $"{path}: answered with {ChaosTree.Decode(got.Data)}");
                    break;
            }

            return true;
        }
        catch (ZkException e) when (e.IsTransient)
        {
            return false;
        }
        catch (ZkException e)
        {
            violations.Add($"{path}: answered with {e.ErrorId}: {e.Message}");
            return false;
        }
    }

    private async Task AskSeveralAsync(int node)
    {
        var numbers = Enumerable.Range(0, 3).Select(i => (node + i) % ChaosTree.Known).ToArray();
        var read = await client.MultiReadAsync([.. numbers.Select(number => new ZkRead.Data(ChaosTree.KnownNode(number)))]);
        var got = read.Select(one => one is ZkReadResult.Data data ? ChaosTree.Decode(data.Node.Data) : -1).ToArray();
        violations.Unless(numbers.SequenceEqual(got), () => $"{string.Join(',', numbers)} at once: answered with {string.Join(',', got)}");
    }

    private async Task ReadRegisterAsync(int writer)
    {
        try
        {
            var read = ChaosTree.Decode((await client.GetAsync(ChaosTree.Register(writer)).AsTask().WaitAsync(Hang, TimeProvider.System)).Data);
            violations.Unless(read >= _seen[writer], () => $"register {writer} went back from {_seen[writer]} to {read} for a reader");
            _seen[writer] = read;
        }
        catch (ZkException e) when (e.IsTransient)
        {
            // Not now.
        }
    }
}
