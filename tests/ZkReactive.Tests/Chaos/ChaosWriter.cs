using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Chaos;

/// <summary>
/// The only one that writes to a register and a log. Its steps are numbered; it sends several at a time, notes what it is told of
/// each, and holds that it reads what it wrote.
/// </summary>
internal sealed class ChaosWriter(IZkClient client, int number, Random random, ChaosViolations violations)
{
    private const int AtATime = 8;

    /// <summary>Longer than a request may take by the client's own options: whatever lasts so long hangs.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(90);

    /// <summary>Other tests want the processors too.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly List<ChaosStep> _steps = [];
    private int _acknowledged;

    /// <summary>What was done to the log.</summary>
    public IReadOnlyList<ChaosStep> Steps => _steps;

    /// <summary>The last number that was written to the register.</summary>
    public int Last { get; private set; }

    public async Task RunAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await PersistAsync(() => client.CreateAsync(ChaosTree.Folder(number, Last + 1)).AsTask());
            await PersistAsync(() => client.CreateAsync(ChaosTree.Folder(number, Last + AtATime)).AsTask());
            var steps = Enumerable.Range(0, AtATime).Select(_ => StepAsync(++Last, (ChaosKind)random.Next(4))).ToArray();
            _steps.AddRange(await Task.WhenAll(steps).WaitAsync(Hang, TimeProvider.System, CancellationToken.None));
            await ReadBackAsync();
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Writes a last number that is there for certain.</summary>
    public Task FinishAsync()
    {
        Last++;
        return PersistAsync(() => client.SetAsync(ChaosTree.Register(number), ChaosTree.Encode(Last), NodeVersion.Any).AsTask());
    }

    private async Task<ChaosStep> StepAsync(int step, ChaosKind kind)
    {
        try
        {
            var (made, zxid) = await WriteAsync(step, kind);
            if (kind is ChaosKind.Set or ChaosKind.Both) InterlockedMax(ref _acknowledged, step);
            return new ChaosStep(step, kind, ChaosOutcome.Done, made, zxid);
        }
        catch (ZkException e) when (e is ConnectionLossException { OutcomeUnknown: false } or SessionExpiredException { OutcomeUnknown: false })
        {
            return new ChaosStep(step, kind, ChaosOutcome.NotDone, null, Zxid.None);
        }
        catch (ZkException e) when (e is ConnectionLossException or SessionExpiredException or ZkTimeoutException or SessionMovedException)
        {
            return new ChaosStep(step, kind, ChaosOutcome.Unknown, null, Zxid.None);
        }
        catch (ZkException e)
        {
            violations.Add($"writer {number}: {kind} {step} answered with {e.ErrorId}: {e.Message}");
            return new ChaosStep(step, kind, ChaosOutcome.Unknown, null, Zxid.None);
        }
    }

    /// <summary>Returns the entry that was made in the log, if one was to be, and the transaction.</summary>
    private async Task<(ZkPath? Made, Zxid Zxid)> WriteAsync(int step, ChaosKind kind)
    {
        var data = ChaosTree.Encode(step);
        var entry = ChaosTree.Folder(number, step) / $"{number}-{step}-";
        switch (kind)
        {
            case ChaosKind.Set:
                return (null, (await client.SetAsync(ChaosTree.Register(number), data, NodeVersion.Any)).Mzxid);
            case ChaosKind.Both:
                var results = await client.MultiAsync(
                    [new ZkOperation.Set(ChaosTree.Register(number), data, NodeVersion.Any), new ZkOperation.Create(entry, data, CreateMode.PersistentSequential)]);
                return (results[1].Path, results[0].Stat!.Value.Mzxid);
            default:
                var options = new ZkCreateOptions { Protected = kind == ChaosKind.ProtectedEntry };
                var created = await client.CreateAsync(entry, data, CreateMode.PersistentSequential, options);
                return (created.Path, created.Zxid);
        }
    }

    private async Task ReadBackAsync()
    {
        var least = Volatile.Read(ref _acknowledged);
        try
        {
            var node = await client.GetAsync(ChaosTree.Register(number)).AsTask().WaitAsync(Hang, TimeProvider.System);
            var read = ChaosTree.Decode(node.Data);
            violations.Unless(read >= least && read <= Last, () => $"writer {number} read {read} back, of {least} acknowledged and {Last} sent");
        }
        catch (ZkException e) when (e.IsTransient)
        {
            // Not now.
        }
    }

    private static async Task PersistAsync(Func<Task> write)
    {
        while (true)
        {
            try
            {
                await write().WaitAsync(Hang, TimeProvider.System);
                return;
            }
            catch (NodeExistsException)
            {
                return;
            }
            catch (ZkException e) when (e.IsTransient)
            {
                // Written or not, writing it again does no harm.
            }
        }
    }

    private static void InterlockedMax(ref int place, int value)
    {
        for (var seen = Volatile.Read(ref place); seen < value;)
        {
            var before = Interlocked.CompareExchange(ref place, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}

/// <summary>What a step writes.</summary>
internal enum ChaosKind
{
    /// <summary>The register.</summary>
    Set,

    /// <summary>An entry of the log.</summary>
    Entry,

    /// <summary>An entry that is looked for when the answer was lost.</summary>
    ProtectedEntry,

    /// <summary>The register and an entry in one transaction.</summary>
    Both,
}

/// <summary>A numbered write, what was told of it, the entry that it made, and in which transaction.</summary>
internal sealed record ChaosStep(int Number, ChaosKind Kind, ChaosOutcome Outcome, ZkPath? Entry, Zxid Zxid);
