using System.Collections.Immutable;
using Xunit.Abstractions;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Proxies;
using ZkReactive.TestKit.Reactive;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Pipelines.Discovery.Live;

/// <summary>A thousand instances that come and go; what consumers see is compared with what the server holds after every step.</summary>
public sealed class ManyInstancesTests(ITestOutputHelper output)
{
    private const int Registrars = 10;
    private const int Instances = 1000;
    private const int Consumers = 3;
    private const int Steps = 12;
    private const int Batch = 30;

    private readonly Random _random = new();
    private readonly SortedDictionary<int, ServiceRegistration> _live = [];
    private readonly List<ServiceStage> _stages = [];
    private IZkClient[] _clients = [];
    private int _numbers;

    [ApacheZooKeeperFact]
    public async Task After_every_step_each_consumers_list_is_the_truth_and_nobody_flapped()
    {
        await using var server = await ApacheZooKeeper.StartAsync();
        try
        {
            await RunAsync(server.ConnectString);
        }
        finally
        {
            foreach (var stage in _stages) await stage.DisposeAsync();
        }
    }

    private async Task RunAsync(string connectString)
    {
        for (var i = 0; i < Registrars + Consumers; i++) _stages.Add(await ServiceStage.StartAsync(connectString));
        _clients = await Task.WhenAll(_stages.Select(stage => stage.ConnectAsync(seconds: 30)));
        await StartAsync(Instances);
        var consumers = _clients[Registrars..].Select(client => new Consumer(client, Path)).ToList();
        await CheckAsync(consumers, "the start", []);
        Func<Task<(string Step, IEnumerable<int> Concerned)>>[] steps = [StartSomeAsync, StopSomeAsync, CutARegistrarAsync, ExpireARegistrarAsync, DeleteSomeAsync, CutAConsumerAsync];
        for (var i = 0; i < Steps; i++)
        {
            // Each kind once, then at random.
            consumers.ForEach(consumer => consumer.Forget());
            var (step, concerned) = await steps[i < steps.Length ? i : _random.Next(steps.Length)]();
            await CheckAsync(consumers, step, concerned);
        }

        foreach (var consumer in consumers) await consumer.DisposeAsync();
    }

    private ZkPath Path => _stages[0].Path;

    private async Task<(string Step, IEnumerable<int> Concerned)> StartSomeAsync() => ("starting some", await StartAsync(Batch));

    private async Task<(string Step, IEnumerable<int> Concerned)> StopSomeAsync()
    {
        var some = Some();
        await Task.WhenAll(some.Select(number => _live[number].StopAsync()));
        foreach (var number in some) _live.Remove(number);
        return ("stopping some", some);
    }

    private async Task<(string Step, IEnumerable<int> Concerned)> DeleteSomeAsync()
    {
        var some = Some();
        foreach (var number in some) await Witness.DeleteAsync(Path / ServiceStage.Name(number), NodeVersion.Any);
        return ("deleting some by hand", some);
    }

    private async Task<(string Step, IEnumerable<int> Concerned)> CutARegistrarAsync()
    {
        var at = _random.Next(Registrars);
        await _stages[at].HurtAsync(_clients[at], ProxyAction.CutBefore);
        return ("cutting a registrar's connection", []);
    }

    private async Task<(string Step, IEnumerable<int> Concerned)> ExpireARegistrarAsync()
    {
        var at = _random.Next(Registrars);
        await _stages[at].HurtAsync(_clients[at], ProxyAction.ExpireBefore);
        return ("expiring a registrar's session", _live.Keys.Where(number => number % Registrars == at).ToList());
    }

    private async Task<(string Step, IEnumerable<int> Concerned)> CutAConsumerAsync()
    {
        var at = Registrars + _random.Next(Consumers);
        await _stages[at].HurtAsync(_clients[at], ProxyAction.CutBefore);
        return ("cutting a consumer's connection", []);
    }

    private IZkClient Witness => _stages[0].Witness;

    private List<int> Some() => [.. _live.Keys.OrderBy(_ => _random.Next()).Take(Batch)];

    private async Task<IEnumerable<int>> StartAsync(int count)
    {
        var numbers = Enumerable.Range(_numbers, count).ToList();
        _numbers += count;
        foreach (var number in numbers)
            _live[number] = _stages[number % Registrars].Register(_clients[number % Registrars], _stages[0].Options(number));
        await Task.WhenAll(numbers.Select(number => _live[number].WaitUntilRegisteredAsync())).WaitAsync(ServiceStage.Deadline);
        return numbers;
    }

    private async Task CheckAsync(List<Consumer> consumers, string step, IEnumerable<int> concerned)
    {
        var began = TimeProvider.System.GetTimestamp();
        var truth = await ReadTruthAsync();
        foreach (var consumer in consumers) await consumer.WaitForAsync(truth);
        output.WriteLine($"{step}: {truth.Count} instances, seen by all after {TimeProvider.System.GetElapsedTime(began).TotalMilliseconds:F0} ms");
        foreach (var consumer in consumers) await consumer.HearAsync(truth);
        var allowed = concerned.Select(ServiceStage.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var consumer in consumers) Assert.Empty(consumer.Touched.Except(allowed, StringComparer.Ordinal));
    }

    /// <summary>The nodes on the server, once they are those that should be there.</summary>
    private async Task<Dictionary<string, Zxid>> ReadTruthAsync()
    {
        using var deadline = new CancellationTokenSource(ServiceStage.Deadline, TimeProvider.System);
        var expected = _live.Keys.Select(ServiceStage.Name).ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            await Witness.SyncAsync(Path, deadline.Token);
            var names = (await Witness.GetChildrenAsync(Path, deadline.Token)).Names;
            var nodes = await Task.WhenAll(names.Select(async name => (Name: name, await Witness.ExistsAsync(Path / name, deadline.Token))));
            if (nodes.Length == expected.Count && nodes.All(node => node.Item2.Exists && expected.Contains(node.Name)))
                return nodes.ToDictionary(node => node.Name, node => node.Item2.Stat!.Value.Czxid, StringComparer.Ordinal);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
    }

    /// <summary>One that keeps a list and notes whoever came, went or was registered anew.</summary>
    private sealed class Consumer : IAsyncDisposable
    {
        private readonly ServiceCache _cache;
        private readonly IDisposable _changes;
        private readonly Lock _lock = new();
        private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
        private ImmutableArray<ServiceInstance> _last = [];

        public Consumer(IZkClient client, ZkPath path)
        {
            _cache = ServiceCache.Start(client, path);
            _changes = client.ObserveService(path).Subscribe(change =>
            {
                lock (_lock)
                {
                    _last = change.Instances;
                    if (change.Cause != ChangeCause.Initial) _touched.UnionWith(change.Left.Concat(change.Joined).Concat(change.Changed).Select(instance => instance.Path.Name));
                }
            });
        }

        public IReadOnlyCollection<string> Touched
        {
            get
            {
                lock (_lock) return [.. _touched];
            }
        }

        public void Forget()
        {
            lock (_lock) _touched.Clear();
        }

        /// <summary>Waits until the list is the truth; says what was missing and what was too much when it never is.</summary>
        public async Task WaitForAsync(Dictionary<string, Zxid> truth)
        {
            using var lists = _cache.Lists.Record();
            try
            {
                await lists.WaitForAsync(list => !list.IsStale && IsTruth(list.Instances, truth));
            }
            catch (TimeoutException)
            {
                var seen = _cache.Current.Instances.ToDictionary(instance => instance.Path.Name, instance => instance.Czxid, StringComparer.Ordinal);
                Assert.Fail($"The list ({_cache.Current.Reason}) lacks {string.Join(", ", truth.Except(seen))} and should not have {string.Join(", ", seen.Except(truth))}.");
            }
        }

        /// <summary>Waits until the stream has told of the truth too, so that nothing of this step is heard in the next.</summary>
        public async Task HearAsync(Dictionary<string, Zxid> truth)
        {
            using var deadline = new CancellationTokenSource(ServiceStage.Deadline, TimeProvider.System);
            while (!IsTruth(Last, truth)) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, deadline.Token);
        }

        private ImmutableArray<ServiceInstance> Last
        {
            get
            {
                lock (_lock) return _last;
            }
        }

        private static bool IsTruth(ImmutableArray<ServiceInstance> instances, Dictionary<string, Zxid> truth) =>
            instances.Length == truth.Count && instances.All(instance => truth.TryGetValue(instance.Path.Name, out var zxid) && zxid == instance.Czxid);

        public async ValueTask DisposeAsync()
        {
            _changes.Dispose();
            await _cache.DisposeAsync();
        }
    }
}
