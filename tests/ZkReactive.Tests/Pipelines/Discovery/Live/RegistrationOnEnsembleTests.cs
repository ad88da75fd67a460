using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Reactive;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Pipelines.Discovery.Live;

/// <summary>Registrations and consumers while the servers of an ensemble are killed in turn.</summary>
public sealed class RegistrationOnEnsembleTests
{
    private const int Instances = 10;

    [ApacheZooKeeperFact]
    public async Task Every_server_killed_in_turn_nobody_sees_an_instance_go()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(3);
        await using var client = await ConnectAsync(ensemble);
        await using var reader = await ConnectAsync(ensemble);
        var registrations = Enumerable.Range(1, Instances)
            .Select(number => ServiceRegistration.Start(client, new ServiceRegistrationOptions { Path = "/service/shop/web", Address = "10.0.0.1", Port = 8000 + number, InstanceId = ServiceStage.Name(number) }))
            .ToArray();
        foreach (var registration in registrations) await registration.WaitUntilRegisteredAsync().WaitAsync(ServiceStage.Deadline);
        await using var cache = ServiceCache.Start(reader, "/service/shop/web");
        await UntilAsync(cache, list => list.Count == Instances && !list.IsStale);
        using var changes = reader.ObserveService("/service/shop/web").Record();
        await changes.WaitForAsync(1);
        var before = cache.Current.Instances.Select(instance => instance.Czxid).ToArray();
        for (var server = 1; server <= 3; server++)
        {
            await ensemble.KillAsync(server);
            await PersistAsync(reader);
            await PersistAsync(client);
            await UntilAsync(cache, list => !list.IsStale);
            await ensemble.RestartAsync(server);
        }

        Assert.Equal(1, client.Session.SessionNumber);
        Assert.Equal(before, cache.Current.Instances.Select(instance => instance.Czxid));
        Assert.Single(changes.Values);
        await Task.WhenAll(registrations.Select(registration => registration.StopAsync()));
        await UntilAsync(cache, list => list is { Count: 0, IsStale: false });
    }

    private static Task<IZkClient> ConnectAsync(ApacheZooKeeper ensemble) =>
        ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = ensemble.ConnectString, SessionTimeout = TimeSpan.FromSeconds(60) });

    /// <summary>Asks until the ensemble answers again.</summary>
    private static async Task PersistAsync(IZkClient client)
    {
        while (true)
        {
            try
            {
                await client.SyncAsync("/").AsTask().WaitAsync(ServiceStage.Deadline);
                return;
            }
            catch (ZkException e) when (e.IsTransient)
            {
                // No quorum yet.
            }
        }
    }

    private static async Task UntilAsync(ServiceCache cache, Func<ServiceList, bool> wanted)
    {
        using var lists = cache.Lists.Record();
        await lists.WaitForAsync(wanted);
    }
}
