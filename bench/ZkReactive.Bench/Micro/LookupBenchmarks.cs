using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Bench.Micro;

/// <summary>What a cached look-up and a pick among 100 instances cost.</summary>
[MemoryDiagnoser]
public class LookupBenchmarks
{
    private const int Instances = 100;

    private ZkServer _server = null!;
    private IZkClient _client = null!;
    private ServiceCache _cache = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _server = await ZkServer.StartAsync();
        _client = await ZkClient.ConnectAsync(_server.ConnectString);
        for (var i = 0; i < Instances; i++)
        {
            var json = string.Create(CultureInfo.InvariantCulture, $$$"""{"name":"web","id":"i{{{i}}}","address":"127.0.0.1","port":{{{8000 + i}}},"payload":{"weight":{{{1 + (i % 5)}}}}}""");
            await _client.CreateAsync(string.Create(CultureInfo.InvariantCulture, $"/service/web/i{i}"), Encoding.UTF8.GetBytes(json), CreateMode.Persistent, new ZkCreateOptions { CreateParents = true });
        }

        _cache = ServiceCache.Start(_client, "/service/web");
        await _cache.WaitUntilReadAsync();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _cache.DisposeAsync();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Benchmark]
    public int Lookup() => _cache.Current.Instances.Length;

    [Benchmark]
    public ServiceInstance? PickRandom() => _cache.Pick(ServicePick.Random);

    [Benchmark]
    public ServiceInstance? PickRoundRobin() => _cache.Pick(ServicePick.RoundRobin);

    [Benchmark]
    public ServiceInstance? PickWeighted() => _cache.Pick(ServicePick.Weighted);

    [Benchmark]
    public ServiceInstance? PickSticky() => _cache.Pick("user-4711");
}
