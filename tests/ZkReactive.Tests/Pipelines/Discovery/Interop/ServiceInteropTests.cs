using ZkReactive.Pipelines.Discovery;
using ZkReactive.Server;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Processes;
using ZkReactive.TestKit.Reactive;
using ZkReactive.TestKit.Requirements;
using ZkReactive.Tests.Pipelines.Discovery.Live;

namespace ZkReactive.Tests.Pipelines.Discovery.Interop;

/// <summary>Curator, kazoo and this library registering and reading the same services at once.</summary>
public sealed class ServiceInteropTests
{
    /// <summary>Reads lines: register ID HOST PORT COLOUR [SERVICE], unregister ID, list, bare ID (with a reader that knows no payload), cached.</summary>
    private const string CuratorSource = """
        import java.io.*;
        import java.util.*;
        import java.util.stream.*;
        import org.apache.curator.framework.*;
        import org.apache.curator.retry.*;
        import org.apache.curator.x.discovery.*;

        public class CuratorServices {
            static String text(Collection<ServiceInstance<Map>> all) {
                return all.stream().map(i -> i.getId() + "=" + i.getAddress() + ":" + i.getPort() + (i.getPayload() == null ? "" : i.getPayload().toString())).sorted().collect(Collectors.joining(" "));
            }
            public static void main(String[] a) throws Exception {
                CuratorFramework c = CuratorFrameworkFactory.newClient(a[0], new ExponentialBackoffRetry(100, 20));
                c.start();
                c.blockUntilConnected();
                ServiceDiscovery<Map> maps = ServiceDiscoveryBuilder.builder(Map.class).client(c).basePath(a[1]).build();
                maps.start();
                ServiceDiscovery<Void> bare = ServiceDiscoveryBuilder.builder(Void.class).client(c).basePath(a[1]).build();
                bare.start();
                ServiceCache<Map> cache = maps.serviceCacheBuilder().name(a[2]).build();
                cache.start();
                Map<String, ServiceInstance<Map>> mine = new HashMap<>();
                System.out.println("ready");
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
                for (String line; (line = in.readLine()) != null; ) {
                    String[] w = line.split(" ");
                    switch (w[0]) {
                        case "register":
                            Map<String, String> payload = new HashMap<>(Map.of("colour", w[4]));
                            ServiceInstance<Map> one = ServiceInstance.<Map>builder().name(w.length > 5 ? w[5] : a[2]).id(w[1]).address(w[2]).port(Integer.parseInt(w[3])).payload(payload).build();
                            mine.put(w[1], one);
                            maps.registerService(one);
                            System.out.println("registered " + w[1]);
                            break;
                        case "unregister": maps.unregisterService(mine.remove(w[1])); System.out.println("unregistered " + w[1]); break;
                        case "list": System.out.println("list " + text(maps.queryForInstances(a[2])) + " end"); break;
                        case "bare": ServiceInstance<Void> found = bare.queryForInstance(a[2], w[1]); System.out.println("bare " + found.getId() + "=" + found.getAddress() + ":" + found.getPort() + " " + found.getServiceType()); break;
                        case "await":
                            while (!text(cache.getInstances()).contains(w[1])) Thread.sleep(20);
                            System.out.println("sees " + w[1]);
                            break;
                        case "gone":
                            while (text(cache.getInstances()).contains(w[1])) Thread.sleep(20);
                            System.out.println("misses " + w[1]);
                            break;
                    }
                }
                System.exit(0);
            }
        }
        """;

    /// <summary>As the scripts do it: get_children, one get each, json.loads; and a registration of its own.</summary>
    private const string KazooSource = """
        import json, sys
        from kazoo.client import KazooClient
        zk = KazooClient(hosts=sys.argv[1])
        zk.start()
        path = sys.argv[2]
        zk.ensure_path(path)
        print("ready", flush=True)
        for line in sys.stdin:
            word = line.split()
            if word[0] == "register":
                zk.create(path + "/s" + word[2], json.dumps([word[1], word[2]]).encode(), ephemeral=True)
                print("registered", word[2], flush=True)
            elif word[0] == "list":
                servers = []
                for child in sorted(zk.get_children(path)):
                    data, _ = zk.get(path + "/" + child)
                    host, port = json.loads(data)
                    servers.append(host + ":" + port)
                print("list", " ".join(servers), "end", flush=True)
            elif word[0] == "curator":
                print("curator", json.loads(zk.get(word[1])[0])["port"], flush=True)
            elif word[0] == "put":
                zk.create(word[1], word[2].encode(), ephemeral=True, makepath=True)
                print("put", word[1], flush=True)
            elif word[0] == "stop":
                zk.stop()
                print("stopped", flush=True)
        """;

    [CuratorFact]
    public async Task Curator_and_this_library_on_the_embedded_server()
    {
        await using var server = await ZkServer.StartAsync();
        await ShareWithCuratorAsync(server.ConnectString);
    }

    [CuratorFact]
    public async Task Curator_and_this_library_on_Apache()
    {
        await using var server = await ApacheZooKeeper.StartAsync();
        await ShareWithCuratorAsync(server.ConnectString);
    }

    [KazooFact]
    public async Task Kazoo_and_this_library_on_the_embedded_server()
    {
        await using var server = await ZkServer.StartAsync();
        await ShareWithKazooAsync(server.ConnectString);
    }

    [KazooAndCuratorFact]
    public async Task Kazoo_and_this_library_on_Apache()
    {
        await using var server = await ApacheZooKeeper.StartAsync();
        await ShareWithKazooAsync(server.ConnectString);
    }

    [KazooAndCuratorFact]
    public async Task All_three_at_once_on_the_embedded_server()
    {
        await using var server = await ZkServer.StartAsync();
        await ShareWithBothAsync(server.ConnectString);
    }

    [KazooAndCuratorFact]
    public async Task All_three_at_once_on_Apache()
    {
        await using var server = await ApacheZooKeeper.StartAsync();
        await ShareWithBothAsync(server.ConnectString);
    }

    private static async Task ShareWithCuratorAsync(string connectString)
    {
        await using var stage = await ServiceStage.StartAsync(connectString);
        var folder = Directory.CreateTempSubdirectory("zkreactive-curator-");
        try
        {
            await using var curator = await StartCuratorAsync(folder, stage);
            await using var cache = ServiceCache.Start(stage.Witness, stage.Path);
            var client = await stage.ConnectAsync();

            // Ours, read by Curator: with a reader that knows no payload, with one that takes a map, and through its cache.
            var plain = await stage.RegisteredAsync(client, stage.Options(1));
            await stage.RegisteredAsync(client, stage.Options(2) with { Tags = ["blue"], Zone = "a", Metadata = new Dictionary<string, string> { ["build"] = "42" } });
            await curator.SayAsync("bare i0001");
            await curator.HearAsync("bare i0001=10.0.0.1:8001 DYNAMIC");
            await curator.SayAsync("list");
            await curator.HearAsync("list i0001=10.0.0.1:8001 i0002=10.0.0.1:8002{tags=[blue], zone=a, metadata={build=42}} end");
            await curator.SayAsync("await i0001");
            await curator.HearAsync("sees i0001");

            // Curator's, read by us.
            await curator.SayAsync("register java1 10.1.1.1 9000 red");
            await curator.HearAsync("registered java1");
            using (var lists = cache.Lists.Record())
                await lists.WaitForAsync(list => list.Instances is [_, _, { Id: "java1", EndPoint: "10.1.1.1:9000" } java] && java.Metadata["colour"] == "red" && java.Service == "web" && java.RegisteredAt is not null);

            // And both see the other's go.
            await plain.StopAsync();
            await curator.SayAsync("gone i0001");
            await curator.HearAsync("misses i0001");
            await curator.SayAsync("unregister java1");
            await curator.HearAsync("unregistered java1");
            using (var lists = cache.Lists.Record()) await lists.WaitForAsync(list => list.Instances is [{ Id: "i0002" }]);
            Assert.Empty(cache.Current.Skipped);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task ShareWithKazooAsync(string connectString)
    {
        await using var stage = await ServiceStage.StartAsync(connectString);
        await using var kazoo = LineProcess.Start(KazooInstallation.Python!, "-c", KazooSource, connectString, stage.Path);
        await kazoo.HearAsync("ready");
        await using var cache = ServiceCache.Start(stage.Witness, stage.Path);
        var client = await stage.ConnectAsync();
        var ours = await stage.RegisteredAsync(client, new ServiceRegistrationOptions { Path = stage.Path, Address = "127.0.0.1", Port = 9096, Format = ServiceFormat.HostPort });
        await kazoo.SayAsync("register 127.0.0.1 9097");
        await kazoo.HearAsync("registered 9097");
        await kazoo.SayAsync("list");
        await kazoo.HearAsync("list 127.0.0.1:9096 127.0.0.1:9097 end");
        using (var lists = cache.Lists.Record()) await lists.WaitForAsync(list => list.Instances.Select(one => one.EndPoint).SequenceEqual(["127.0.0.1:9096", "127.0.0.1:9097"]));

        var other = await stage.RegisteredAsync(client, stage.Options(1) with { Path = stage.Path.Parent / "curators" });
        await kazoo.SayAsync($"curator {other.InstancePath}");
        await kazoo.HearAsync("curator 8001");

        await ours.StopAsync();
        await kazoo.SayAsync("list");
        await kazoo.HearAsync("list 127.0.0.1:9097 end");
        await kazoo.SayAsync("stop");
        await kazoo.HearAsync("stopped");
        using (var lists = cache.Lists.Record()) await lists.WaitForAsync(list => list is { Count: 0, IsKnown: true });
    }

    /// <summary>Curator's service, kazoo's service and one that all three share, at the same time; each sees what it can read, and we see all of it.</summary>
    private static async Task ShareWithBothAsync(string connectString)
    {
        await using var stage = await ServiceStage.StartAsync(connectString);
        var folder = Directory.CreateTempSubdirectory("zkreactive-curator-");
        try
        {
            var (scripts, mixed) = (stage.Path.Parent / "what", stage.Path.Parent / "mixed");
            await using var kazoo = LineProcess.Start(KazooInstallation.Python!, "-c", KazooSource, connectString, scripts);
            await using var curator = await StartCuratorAsync(folder, stage);
            await kazoo.HearAsync("ready");
            await using var catalog = new ServiceCatalog(stage.Witness);
            var client = await stage.ConnectAsync();

            var ours = await stage.RegisteredAsync(client, stage.Options(1));
            await stage.RegisteredAsync(client, stage.Options(1) with { Path = mixed });
            await stage.RegisteredAsync(client, new ServiceRegistrationOptions { Path = scripts, Address = "127.0.0.1", Port = 9096, Format = ServiceFormat.HostPort });
            await Task.WhenAll(
                SayAsync(curator, "register java1 10.1.1.1 9000 red", "registered java1"),
                SayAsync(kazoo, "register 127.0.0.1 9097", "registered 9097"));
            await Task.WhenAll(
                SayAsync(curator, $"register java2 10.1.1.2 9000 red {mixed.Name}", "registered java2"),
                SayAsync(kazoo, $"""put {mixed}/s9098 ["127.0.0.1","9098"]""", $"put {mixed}/s9098"));
            await SayAsync(kazoo, $"put {mixed}/note hello", $"put {mixed}/note");

            await SeesAsync(catalog[stage.Path], "10.0.0.1:8001", "10.1.1.1:9000");
            await SeesAsync(catalog[scripts], "127.0.0.1:9096", "127.0.0.1:9097");
            await SeesAsync(catalog[mixed], "10.0.0.1:8001", "10.1.1.2:9000", "127.0.0.1:9098");
            Assert.Equal("it is not JSON in UTF-8", Assert.Single(catalog[mixed].Current.Skipped, pair => pair.Key == "note").Value);
            await SayAsync(curator, "list", "list i0001=10.0.0.1:8001 java1=10.1.1.1:9000{colour=red} end");
            await SayAsync(kazoo, "list", "list 127.0.0.1:9096 127.0.0.1:9097 end");

            // Each goes, and the two others see it.
            await ours.StopAsync();
            await SayAsync(curator, "gone i0001", "misses i0001");
            await SayAsync(curator, "unregister java1", "unregistered java1");
            await SayAsync(kazoo, "stop", "stopped");
            await SeesAsync(catalog[stage.Path]);
            await SeesAsync(catalog[scripts], "127.0.0.1:9096");
            await SeesAsync(catalog[mixed], "10.0.0.1:8001", "10.1.1.2:9000");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<LineProcess> StartCuratorAsync(DirectoryInfo folder, ServiceStage stage)
    {
        var source = Path.Combine(folder.FullName, "CuratorServices.java");
        await File.WriteAllTextAsync(source, CuratorSource);
        var curator = LineProcess.Start(
            CuratorFactAttribute.Java, "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", CuratorFactAttribute.ClassPath, source, stage.ConnectString, stage.Path.Parent, stage.Path.Name);
        await curator.HearAsync("ready");
        return curator;
    }

    private static async Task SayAsync(LineProcess process, string line, string answer)
    {
        await process.SayAsync(line);
        await process.HearAsync(answer);
    }

    /// <summary>Waits until the cache has just these, in the order of their nodes' names, and trusts its list.</summary>
    private static async Task SeesAsync(ServiceCache cache, params string[] endPoints)
    {
        using var lists = cache.Lists.Record();
        await lists.WaitForAsync(list => !list.IsStale && list.Instances.Select(one => one.EndPoint).SequenceEqual(endPoints));
    }
}
