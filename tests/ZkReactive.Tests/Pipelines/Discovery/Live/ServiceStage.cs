using System.Globalization;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Proxies;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Pipelines.Discovery.Live;

/// <summary>A server of either make behind a proxy that can cut and expire, a witness with a connection of its own, and registrations.</summary>
internal sealed class ServiceStage : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly List<ServiceRegistration> _registrations = [];
    private readonly List<IZkClient> _clients = [];
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zkreactive-services-");

    private ServiceStage(string connectString, IZkClient witness, ZkPath path)
    {
        ConnectString = connectString;
        Witness = witness;
        Path = path;
        Proxy = ZkProxy.Start(connectString);
    }

    public string ConnectString { get; }

    /// <summary>A connection that no fault touches.</summary>
    public IZkClient Witness { get; }

    /// <summary>The service's node: not there at first.</summary>
    public ZkPath Path { get; }

    public ZkProxy Proxy { get; }

    public string StateDirectory => System.IO.Path.Combine(_directory.FullName, "state");

    public static async Task<ServiceStage> StartAsync(string connectString)
    {
        var witness = await ZkClient.ConnectAsync(connectString);
        var root = (await witness.CreateAsync("/services-", mode: CreateMode.PersistentSequential)).Path;
        return new ServiceStage(connectString, witness, root / "shop" / "web");
    }

    /// <summary>A client through the proxy.</summary>
    public async Task<IZkClient> ConnectAsync(double seconds = 10)
    {
        var client = await ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = Proxy.ConnectString, SessionTimeout = TimeSpan.FromSeconds(seconds), MaxReconnectDelay = TimeSpan.FromMilliseconds(50) });
        _clients.Add(client);
        return client;
    }

    public ServiceRegistrationOptions Options(int number = 1) => new() { Path = Path, Address = "10.0.0.1", Port = 8000 + number, InstanceId = Name(number) };

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"i{number:0000}");

    public ServiceRegistration Register(IZkClient client, ServiceRegistrationOptions? options = null)
    {
        var registration = ServiceRegistration.Start(client, options ?? Options());
        _registrations.Add(registration);
        return registration;
    }

    public async Task<ServiceRegistration> RegisteredAsync(IZkClient client, ServiceRegistrationOptions? options = null)
    {
        var registration = Register(client, options);
        await UntilAsync(registration, state => state.IsRegistered);
        return registration;
    }

    public static Task<ServiceState> UntilAsync(ServiceRegistration registration, Func<ServiceState, bool> wanted) => registration.WaitAsync(wanted).WaitAsync(Deadline);

    /// <summary>Cuts the connections of the proxy, or ends the sessions behind them, at the next frame; returns when it was done.</summary>
    public async Task HurtAsync(IZkClient client, ProxyAction action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Proxy.Rule = frame => frame.Kind == ProxyFrameKind.Request && done.TrySetResult() ? action : ProxyAction.Forward;
        try
        {
            await client.ExistsAsync(Path).AsTask().WaitAsync(Deadline);
        }
        catch (ZkException e) when (e.IsTransient || e is SessionExpiredException)
        {
            // As was to be expected.
        }

        await done.Task.WaitAsync(Deadline);
        Proxy.Rule = _ => ProxyAction.Forward;
    }

    public async Task<Stat?> StatAsync(int number = 1) => (await Witness.ExistsAsync(Path / Name(number))).Stat;

    /// <summary>Waits until the witness sees just these instances.</summary>
    public async Task SeesAsync(params int[] numbers)
    {
        using var seen = Witness.ObserveService(Path).Record();
        await seen.WaitForAsync(change => change.Instances.Select(instance => instance.Path.Name).SequenceEqual(numbers.Select(Name)));
    }

    public async ValueTask DisposeAsync()
    {
        Proxy.Rule = _ => ProxyAction.Forward;
        foreach (var registration in _registrations) await registration.DisposeAsync();
        foreach (var client in _clients) await client.DisposeAsync();
        await Witness.DisposeAsync();
        await Proxy.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
