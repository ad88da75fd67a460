using Microsoft.Extensions.Logging;
using ZkReactive.Server.Persistence.Log;
using ZkReactive.TestKit.Time;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Persistence;

/// <summary>A test with a data directory of its own, on which servers may be started one after another.</summary>
public abstract class DurableTest : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _open = [];

    public ManualTimeProvider Time { get; } = new();

    private protected string Root { get; } = Directory.CreateTempSubdirectory("zkreactive-durable-").FullName;

    private protected string Files => Path.Combine(Root, "version-2");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        for (var i = _open.Count - 1; i >= 0; i--) await _open[i].DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }

    private protected async Task<ZkServer> StartAsync(
        int snapshotCount = 1000, ILogFiles? files = null, ILoggerFactory? logs = null, int kept = 3)
    {
        var options = new ZkServerOptions
        {
            DataDirectory = Root, TimeProvider = Time, TickTime = TimeSpan.FromSeconds(1), SnapshotCount = snapshotCount, SnapshotsKept = kept, LoggerFactory = logs,
        };
        return Track(await ZkServer.StartAsync(files is null ? options : options with { LogFiles = files }));
    }

    private protected async Task<WireClient> ConnectAsync(ZkServer server, int timeoutMilliseconds = 10_000) =>
        Track(await WireClient.ConnectAsync(server.EndPoint, timeoutMilliseconds));

    private protected async Task<WireClient> ResumeAsync(ZkServer server, WireClient client) =>
        Track(await WireClient.ResumeAsync(server.EndPoint, client.Session));

    private protected T Track<T>(T opened)
        where T : IAsyncDisposable
    {
        _open.Add(opened);
        return opened;
    }

    private protected string[] NamesOf(string prefix) => [.. Directory.GetFiles(Files, prefix + "*").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
}
