using ZkReactive.TestKit.Processes;

namespace ZkReactive.Tests.Coordination.Chaos;

/// <summary>
/// A process that uses recipes and notes what it does, until it is told to finish; it then uses each once more, to show that
/// none hangs, and says <see cref="Settled"/>.
/// </summary>
internal static class RecipeWorkerProcess
{
    public const string Verb = "recipe-worker";
    public const string Ready = "worker ready";
    public const string Finish = "finish";
    public const string Settled = "worker settled";

    /// <summary>Use the lock and nothing else.</summary>
    public const string LockOnly = "lock";

    private const string Everything = "all";

    /// <summary>Starts it.</summary>
    public static LineProcess Start(string connectString, string name, string folder, string what = Everything) =>
        LineProcess.Start(DotnetHost.Path, typeof(RecipeWorkerProcess).Assembly.Location, Verb, connectString, name, folder, what);

    /// <summary>What the process does.</summary>
    public static async Task<int> RunAsync(string connectString, string name, string folder, string what)
    {
        using var history = new HistoryWriter(Path.Combine(folder, name), name);
        await using var worker = await RecipeWorker.StartAsync(connectString, history, isLockOnly: what == LockOnly);
        Console.WriteLine(Ready);
        while (await Console.In.ReadLineAsync() is { } line && line != Finish)
        {
        }

        await worker.SettleAsync();
        Console.WriteLine(Settled);
        return 0;
    }
}
