using System.Collections.Concurrent;

namespace ZkReactive.Tests.Chaos;

/// <summary>What went against a promise, from any thread.</summary>
internal sealed class ChaosViolations
{
    private readonly ConcurrentQueue<string> _all = new();

    public IReadOnlyCollection<string> All => _all;

    public void Add(string what) => _all.Enqueue(what);

    public void Unless(bool holds, Func<string> what)
    {
        if (!holds) Add(what());
    }
}
