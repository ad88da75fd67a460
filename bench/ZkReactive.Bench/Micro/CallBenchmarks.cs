using BenchmarkDotNet.Attributes;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Bench.Micro;

/// <summary>What an operation allocates in the client, beside a server that allocates nothing; and what it takes there and back.</summary>
[MemoryDiagnoser]
public class CallBenchmarks : IDisposable
{
    private const int Operations = 16_384;

    private readonly ZkPath _path = "/a";
    private readonly byte[] _data = new byte[100];
    private CannedServer _server = null!;
    private IZkClient _client = null!;

    /// <summary>Requests on their way at a time.</summary>
    [Params(1, 64)]
    public int Window { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _server = new CannedServer();
        _client = await ZkClient.ConnectAsync(_server.ConnectString);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _client.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        _server.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Set() => RunAsync(async count =>
    {
        for (var i = 0; i < count; i++) await _client.SetAsync(_path, _data, NodeVersion.Any);
    });

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Get() => RunAsync(async count =>
    {
        for (var i = 0; i < count; i++) await _client.GetAsync(_path);
    });

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Exists() => RunAsync(async count =>
    {
        for (var i = 0; i < count; i++) await _client.ExistsAsync(_path);
    });

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task GetChildren() => RunAsync(async count =>
    {
        for (var i = 0; i < count; i++) await _client.GetChildrenAsync(_path);
    });

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Create() => RunAsync(async count =>
    {
        for (var i = 0; i < count; i++) await _client.CreateAsync(_path, _data);
    });

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Delete() => RunAsync(async count =>
    {
        for (var i = 0; i < count; i++) await _client.DeleteAsync(_path, NodeVersion.Any);
    });

    private Task RunAsync(Func<int, Task> loop) => Task.WhenAll(Enumerable.Range(0, Window).Select(_ => loop(Operations / Window)));
}
