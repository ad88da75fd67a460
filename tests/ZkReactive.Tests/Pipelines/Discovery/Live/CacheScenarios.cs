using System.Globalization;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Proxies;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Pipelines.Discovery.Live;

/// <summary>What a cache promises, to be tried against every server.</summary>
public static class CacheScenarios
{
    private static readonly Dictionary<string, Func<string, Task>> All = new()
    {
        ["known empty is not unknown"] = On(KnownEmptyAsync),
        ["it follows what comes, changes and goes"] = On(FollowsAsync),
        ["what nobody can read is skipped and counted"] = On(SkippedAsync),
        ["cut off it keeps the list and says so, and is sure again after"] = On(CutOffAsync),
        ["after an expiry of its own nothing flaps"] = On(ExpiredAsync),
        ["what happened while it was away is there when it is sure again"] = On(MissedAsync),
        ["the last list is there after a restart without ZooKeeper"] = On(RestartAsync),
        ["marked down and back by itself, at once when registered anew"] = On(DownAsync),
        ["a catalog keeps one cache for each path"] = On(CatalogAsync),
        ["a thousand instances with churn: the list is the truth at every step"] = On(ChurnAsync),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static Task RunAsync(string name, string connectString) => All[name](connectString);

    private static Func<string, Task> On(Func<ServiceStage, Task> scenario) => async connectString =>
    {
        await using var stage = await ServiceStage.StartAsync(connectString);
        await scenario(stage).WaitAsync(TimeSpan.FromMinutes(3));
    };

    private static async Task KnownEmptyAsync(ServiceStage stage)
    {
        await using var cache = ServiceCache.Start(stage.Witness, stage.Path);
        var list = await cache.WaitUntilReadAsync();
        Assert.Equal((ServiceListReason.NoNode, true, false, 0), (list.Reason, list.IsKnown, list.IsStale, list.Count));
        await stage.Witness.CreateAsync(stage.Path, options: new ZkCreateOptions { CreateParents = true });
        list = await UntilAsync(cache, one => one.Reason == ServiceListReason.Current);
        Assert.Equal((true, 0), (list.IsKnown, list.Count));

        await using var away = ZkClient.Start(new ZkClientOptions { ConnectString = "127.0.0.1:1" });
        await using var blind = ServiceCache.Start(away, stage.Path);
        Assert.Equal((ServiceListReason.NotRead, false, true, 0), (blind.Current.Reason, blind.Current.IsKnown, blind.Current.IsStale, blind.Current.Count));
    }

    private static async Task FollowsAsync(ServiceStage stage)
    {
        await using var cache = ServiceCache.Start(stage.Witness, stage.Path);
        using var changes = stage.Witness.ObserveService(stage.Path).Record();
        var client = await stage.ConnectAsync();
        var one = await stage.RegisteredAsync(client, stage.Options(1));
        var list = await UntilAsync(cache, now => now.Count == 1);
        Assert.True(list.AsOfZxid >= list.Instances[0].Mzxid);
        await changes.WaitForAsync(change => change.Joined.Any(instance => instance.Id == ServiceStage.Name(1)));
        await stage.RegisteredAsync(client, stage.Options(2));
        await UntilAsync(cache, now => now.Count == 2);
        await changes.WaitForAsync(change => change.Joined.Any(instance => instance.Id == ServiceStage.Name(2)));
        await one.StopAsync();
        await UntilAsync(cache, now => now is { Count: 1 } && now.Instances[0].Id == ServiceStage.Name(2));
        await changes.WaitForAsync(change => change.Left.Any(instance => instance.Id == ServiceStage.Name(1)));

        // A node that nobody keeps in order: what is written there stays, so it is seen.
        await stage.Witness.CreateAsync(stage.Path / "plain", """["10.0.0.8","8"]"""u8.ToArray());
        await changes.WaitForAsync(change => change.Joined.Any(instance => instance.EndPoint == "10.0.0.8:8"));
        await stage.Witness.SetAsync(stage.Path / "plain", """["10.0.0.9","9"]"""u8.ToArray(), NodeVersion.Any);
        await changes.WaitForAsync(change => change.Changed.Any(instance => instance.EndPoint == "10.0.0.9:9"));
        await UntilAsync(cache, now => now.Instances.Any(instance => instance.EndPoint == "10.0.0.9:9"));
    }

    private static async Task SkippedAsync(ServiceStage stage)
    {
        var client = await stage.ConnectAsync();
        await stage.RegisteredAsync(client);
        await client.CreateAsync(stage.Path / "odd", "what is this?"u8.ToArray());
        await client.CreateAsync(stage.Path / "secret", """["10.0.0.1","1"]"""u8.ToArray(), options: new ZkCreateOptions { Acl = [new Acl(Permissions.Delete, "world", "anyone")] });
        await using var cache = ServiceCache.Start(stage.Witness, stage.Path);
        var list = await cache.WaitUntilReadAsync();
        Assert.Single(list.Instances);
        Assert.Equal(["odd", "secret"], list.Skipped.Keys.Order());
        await client.SetAsync(stage.Path / "odd", """["10.0.0.3","3"]"""u8.ToArray(), NodeVersion.Any);
        await UntilAsync(cache, now => now is { Count: 2, Skipped.Count: 1 });
    }

    private static async Task CutOffAsync(ServiceStage stage)
    {
        await stage.RegisteredAsync(stage.Witness);
        var client = await stage.ConnectAsync();
        await using var cache = ServiceCache.Start(client, stage.Path);
        await cache.WaitUntilReadAsync();
        for (var round = 0; round < 3; round++)
        {
            using var lists = cache.Lists.Record();
            await stage.HurtAsync(client, round % 2 == 0 ? ProxyAction.CutBefore : ProxyAction.CutAfter);
            await lists.WaitForAsync(list => list is { IsStale: true, Reason: ServiceListReason.Disconnected });
            await UntilAsync(cache, list => !list.IsStale);
            Assert.All(lists.Values, list => Assert.Single(list.Instances));
        }
    }

    private static async Task ExpiredAsync(ServiceStage stage)
    {
        await stage.RegisteredAsync(stage.Witness);
        await stage.Witness.CreateAsync(stage.Path / "secret", options: new ZkCreateOptions { Acl = [new Acl(Permissions.Delete, "world", "anyone")] });
        var client = await stage.ConnectAsync();
        await using var cache = ServiceCache.Start(client, stage.Path);
        await cache.WaitUntilReadAsync();
        using var lists = cache.Lists.Record();
        using var changes = client.ObserveService(stage.Path).Record();
        await changes.WaitForAsync(1);
        await stage.HurtAsync(client, ProxyAction.ExpireBefore);
        await lists.WaitForAsync(list => list.IsStale);
        await UntilAsync(cache, list => !list.IsStale);
        Assert.All(lists.Values, list => Assert.Single(list.Instances));
        Assert.Single(changes.Values);
    }

    private static async Task MissedAsync(ServiceStage stage)
    {
        var first = await stage.RegisteredAsync(stage.Witness, stage.Options(1));
        var client = await stage.ConnectAsync();
        await using var cache = ServiceCache.Start(client, stage.Path);
        await cache.WaitUntilReadAsync();
        using var lists = cache.Lists.Record();
        foreach (var action in new[] { ProxyAction.CutBefore, ProxyAction.ExpireBefore })
        {
            stage.Proxy.Rule = _ => action == ProxyAction.CutBefore || client.Session.IsConnected ? action : ProxyAction.CutBefore;
            _ = client.ExistsAsync(stage.Path).AsTask();
            await UntilAsync(cache, list => list.IsStale);
            await first.StopAsync();
            first = await stage.RegisteredAsync(stage.Witness, stage.Options(action == ProxyAction.CutBefore ? 2 : 3));
            var truth = (await stage.StatAsync(action == ProxyAction.CutBefore ? 2 : 3))!.Value.Czxid;
            stage.Proxy.Rule = _ => ProxyAction.Forward;
            var sure = await UntilAsync(cache, list => !list.IsStale);
            Assert.Equal(truth, Assert.Single(sure.Instances).Czxid);
        }
    }

    private static async Task RestartAsync(ServiceStage stage)
    {
        await stage.RegisteredAsync(stage.Witness, stage.Options() with { Tags = ["blue"], Zone = "a", Metadata = new Dictionary<string, string> { ["k"] = "v" } });
        var options = new ServiceCacheOptions { StateDirectory = stage.StateDirectory };
        await using (var cache = ServiceCache.Start(stage.Witness, stage.Path, options)) await cache.WaitUntilReadAsync();

        await using var away = ZkClient.Start(new ZkClientOptions { ConnectString = "127.0.0.1:1" });
        await using (var cache = ServiceCache.Start(away, stage.Path, options))
        {
            var list = cache.Current;
            Assert.Equal((ServiceListReason.FromDisk, true, true), (list.Reason, list.IsKnown, list.IsStale));
            var instance = Assert.Single(list.Instances);
            Assert.Equal(("10.0.0.1:8001", "a", "v", "blue"), (instance.EndPoint, instance.Zone, instance.Metadata["k"], instance.Tags.Single()));
            Assert.NotNull(cache.Pick());
        }

        // Half a file, as a disk that was full would leave it: no list, and no failure.
        var file = Directory.GetFiles(stage.StateDirectory, "list-*.json").Single();
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file))[..40]);
        await using (var cache = ServiceCache.Start(away, stage.Path, options)) Assert.Equal(ServiceListReason.NotRead, cache.Current.Reason);
    }

    private static async Task DownAsync(ServiceStage stage)
    {
        var client = await stage.ConnectAsync();
        var first = await stage.RegisteredAsync(client, stage.Options(1));
        await stage.RegisteredAsync(client, stage.Options(2));
        await using var cache = ServiceCache.Start(stage.Witness, stage.Path);
        var list = await cache.WaitUntilReadAsync();
        var one = list.Instances.Single(instance => instance.Id == ServiceStage.Name(1));
        cache.MarkDown(one);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(ServiceStage.Name(2), cache.Pick()!.Id));
        Assert.Equal(2, cache.Current.Count);
        cache.MarkUp(one);
        Assert.Contains(Enumerable.Range(0, 200).Select(_ => cache.Pick()!.Id), id => id == one.Id);

        using (var lists = cache.Lists.Record())
        {
            cache.MarkDown(one, TimeSpan.FromMilliseconds(50));
            await lists.WaitAsync(m => m.Count > 2 && Enumerable.Range(0, 200).Select(_ => cache.Pick()!.Id).Contains(one.Id), "the way back");
        }

        cache.MarkDown(one);
        await first.StopAsync();
        await stage.RegisteredAsync(client, stage.Options(1));
        await UntilAsync(cache, now => now.Count == 2 && Enumerable.Range(0, 200).Any(_ => now.Pick()!.Id == one.Id));
    }

    private static async Task CatalogAsync(ServiceStage stage)
    {
        await stage.RegisteredAsync(stage.Witness);
        await using var catalog = new ServiceCatalog(stage.Witness);
        var list = await catalog.ReadAsync(stage.Path, ServiceStage.Deadline);
        Assert.Single(list.Instances);
        Assert.Same(catalog[stage.Path], catalog[stage.Path]);
        Assert.Equal(ServiceListReason.NoNode, (await catalog.ReadAsync("/no/such", ServiceStage.Deadline)).Reason);
        Assert.Equal(2, catalog.Paths.Count);
        await catalog.ForgetAsync("/no/such");
        Assert.Single(catalog.Paths);
    }

    private static async Task ChurnAsync(ServiceStage stage)
    {
        const int Instances = 1_000;
        var client = stage.Witness;
        await client.CreateAsync(stage.Path, options: new ZkCreateOptions { CreateParents = true });
        await Task.WhenAll(Enumerable.Range(0, Instances).Select(number => CreateAsync(client, stage.Path, number)));
        var reader = await stage.ConnectAsync();
        await using var cache = ServiceCache.Start(reader, stage.Path);
        var truth = Enumerable.Range(0, Instances).ToHashSet();
        Assert.Equal(truth.Count, (await cache.WaitUntilReadAsync()).Count);
        using var changes = reader.ObserveService(stage.Path).Record();
        await changes.WaitForAsync(1);

        var random = new Random(11);
        for (var step = 0; step < 30; step++)
        {
            var gone = truth.OrderBy(_ => random.Next()).Take(20).ToArray();
            var come = Enumerable.Range(0, 20).Select(i => Instances + (step * 20) + i).ToArray();
            await Task.WhenAll([.. gone.Select(number => client.DeleteAsync(stage.Path / ServiceStage.Name(number), NodeVersion.Any).AsTask()), .. come.Select(number => CreateAsync(client, stage.Path, number))]);
            truth.ExceptWith(gone);
            truth.UnionWith(come);
            if (step % 10 == 5) await stage.HurtAsync(reader, step % 20 == 5 ? ProxyAction.CutAfter : ProxyAction.ExpireBefore);
            var wanted = truth.Select(ServiceStage.Name).Order(StringComparer.Ordinal).ToArray();
            await UntilAsync(cache, list => !list.IsStale && list.Instances.Select(one => one.Id).SequenceEqual(wanted));
        }

        // Nobody who stayed was ever missing, and nobody came or went twice.
        await changes.WaitForAsync(change => change.Instances.Length == truth.Count && change.Instances.Select(one => one.Id).SequenceEqual(truth.Select(ServiceStage.Name).Order(StringComparer.Ordinal)));
        var left = changes.Values.SelectMany(change => change.Left).Select(one => one.Id).ToArray();
        Assert.Equal(left.Length, left.Distinct().Count());
        Assert.DoesNotContain(left, id => truth.Select(ServiceStage.Name).Contains(id));
    }

    private static Task<ZkCreated> CreateAsync(IZkClient client, ZkPath path, int number)
    {
        var id = ServiceStage.Name(number);
        var json = string.Create(CultureInfo.InvariantCulture, $$"""{"name":"web","id":"{{id}}","address":"10.0.0.1","port":{{1 + number}},"payload":null}""");
        return client.CreateAsync(path / id, System.Text.Encoding.UTF8.GetBytes(json)).AsTask();
    }

    private static async Task<ServiceList> UntilAsync(ServiceCache cache, Func<ServiceList, bool> wanted)
    {
        using var lists = cache.Lists.Record();
        return (await lists.WaitForAsync(wanted)).First(wanted);
    }
}
