using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Bench.Macro;

/// <summary>
/// A stream and a registration on one client, told as JSON lines with times, until the input ends: what the harness's driver hurts
/// in failover, expiry and outage.
/// </summary>
internal static class ReactScenario
{
    private static readonly Lock Gate = new();

    public static async Task RunAsync(BenchArguments arguments)
    {
        ZkPath data = arguments.Text("path", "/bench/react/data"), node = arguments.Text("reg", "/bench/react/reg-zkreactive");
        await using var client = await ZkClient.ConnectAsync(new ZkClientOptions
        {
            ConnectString = BenchArguments.Hosts, SessionTimeout = TimeSpan.FromSeconds(arguments.Number("timeout", 4)), ConnectTimeout = TimeSpan.FromSeconds(30),
        });
        using var states = client.ObserveSession().Subscribe(state => Say("state", ("s", Word(state.Status))));
        using var values = client.ObserveNode(data).Subscribe(change => Say("data", ("v", Encoding.UTF8.GetString(change.Data.Span[..Math.Min(60, change.Data.Length)]))));
        var registration = ServiceRegistration.Start(client, new ServiceRegistrationOptions { Path = node.Parent, Address = "127.0.0.1", Port = 1, InstanceId = node.Name });
        await registration.WaitUntilRegisteredAsync();
        Say("ready", ("client", "zkreactive"), ("watch", "ObserveNode"), ("reg", "ServiceRegistration"), ("sid", client.Session.Id.Value), ("pw", Password(client)));
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.Trim() == "sid") Say("sid", ("sid", client.Session.Id.Value), ("pw", Password(client)));
        }

        Environment.Exit(0);
    }

    /// <summary>The session's password, by which the driver ends the session. The client tells it to nobody, hence the reflection.</summary>
    private static string Password(IZkClient client)
    {
        object? part = client;
        foreach (var name in new[] { "_driver", "_machine", "_password" })
            part = part!.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(part);
        return Convert.ToHexStringLower((byte[])part!);
    }

    private static string Word(ZkSessionStatus status) => status switch
    {
        ZkSessionStatus.Connected => "CONNECTED",
        ZkSessionStatus.Disconnected => "SUSPENDED",
        ZkSessionStatus.Expired => "LOST",
        _ => status.ToString().ToUpperInvariant(),
    };

    private static void Say(string what, params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var line = new JsonObject { ["ev"] = what, ["t"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0 };
        foreach (var (name, value) in fields) line[name] = value;
        lock (Gate)
        {
            Console.WriteLine(line.ToJsonString(JsonSerializerOptions.Default));
            Console.Out.Flush();
        }
    }
}
