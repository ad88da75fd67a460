using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ZkReactive.TestKit.Apache;

/// <summary>
/// Real Apache ZooKeeper servers on free loopback ports, with their data in a temporary directory: one standalone or an
/// ensemble. Servers are counted from 1. Tests that use it carry <c>[ApacheZooKeeperFact]</c>.
/// </summary>
public sealed class ApacheZooKeeper : IAsyncDisposable
{
    private readonly string _directory;
    private readonly ApacheServer[] _servers;
    private readonly string[] _members;

    private ApacheZooKeeper(string directory, ApacheServer[] servers, string[] members)
    {
        _directory = directory;
        _servers = servers;
        _members = members;
    }

    /// <summary>All servers, as a client wants them.</summary>
    public string ConnectString => string.Join(',', _servers.Select(server => server.Address));

    /// <summary>How many servers there are, running or not.</summary>
    public int Count => _servers.Length;

    /// <summary>Starts <paramref name="count"/> servers and waits until each serves.</summary>
    /// <param name="count">1 for a standalone server, 3 or more for an ensemble.</param>
    /// <param name="tickMilliseconds">The tick; sessions may live from 2 to 20 of them, here up to 60 s.</param>
    /// <param name="extraConfiguration">Lines to append to each server's configuration.</param>
    /// <param name="network">The hosts to run on, one each; null for this one.</param>
    /// <param name="javaArguments">Arguments to the Java runtime.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ApacheZooKeeper> StartAsync(
        int count = 1,
        int tickMilliseconds = 500,
        string extraConfiguration = "",
        NetworkNamespaces? network = null,
        IReadOnlyList<string>? javaArguments = null,
        CancellationToken cancellationToken = default)
    {
        var installation = ApacheInstallation.Found ?? throw new InvalidOperationException(ApacheInstallation.Missing);
        var directory = Directory.CreateTempSubdirectory("zkreactive-apache-").FullName;
        var ports = TakeFreePorts(count * 3);
        var addresses = Enumerable.Range(1, count).Select(host => network?.AddressOf(host) ?? "127.0.0.1").ToArray();
        var members = Enumerable.Range(0, count).Select(i => Member(i, count, addresses, ports)).ToArray();
        var servers = new ApacheServer[count];
        for (var i = 0; i < count; i++)
        {
            var home = Directory.CreateDirectory(Path.Combine(directory, $"s{i + 1}")).FullName;
            await WriteConfigurationAsync(home, i + 1, addresses[i], ports[i], members, tickMilliseconds, extraConfiguration, cancellationToken);
            servers[i] = new ApacheServer(i + 1, new IPEndPoint(IPAddress.Parse(addresses[i]), ports[i]), home, installation, network?.CommandOn(i + 1) ?? [], javaArguments);
        }

        var ensemble = new ApacheZooKeeper(directory, servers, members);
        try
        {
            foreach (var server in servers) server.Start();
            foreach (var server in servers) await server.WaitUntilServingAsync(cancellationToken);
            return ensemble;
        }
        catch
        {
            await ensemble.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connect string of one server.</summary>
    public string ConnectStringOf(int server) => _servers[server - 1].Address;

    /// <summary>A server as the configuration has it, with its address for clients: <c>server.1=…</c>.</summary>
    public string MemberOf(int server) => _members[server - 1];

    /// <summary>Which server leads; 0 when none does at this moment.</summary>
    public async Task<int> LeaderAsync(CancellationToken cancellationToken = default)
    {
        foreach (var server in _servers)
        {
            if (await server.ReadModeAsync(cancellationToken) is "leader" or "standalone") return server.Number;
        }

        return 0;
    }

    /// <summary>Kills a server at once, as a power cut would.</summary>
    public Task KillAsync(int server) => _servers[server - 1].KillAsync();

    /// <summary>Halts a server's process without its noticing.</summary>
    public Task SuspendAsync(int server) => _servers[server - 1].SuspendAsync(isSuspended: true);

    /// <summary>Lets a halted server go on.</summary>
    public Task ResumeAsync(int server) => _servers[server - 1].SuspendAsync(isSuspended: false);

    /// <summary>Starts a killed server again on its old data and waits until it serves.</summary>
    public async Task RestartAsync(int server, CancellationToken cancellationToken = default)
    {
        StartAgain(server);
        await _servers[server - 1].WaitUntilServingAsync(cancellationToken);
    }

    /// <summary>Starts a killed server again without waiting, for instance because no quorum is there yet.</summary>
    public void StartAgain(int server) => _servers[server - 1].Start();

    /// <summary>Waits until a server serves.</summary>
    public Task WaitUntilServingAsync(int server, CancellationToken cancellationToken = default) =>
        _servers[server - 1].WaitUntilServingAsync(cancellationToken);

    /// <summary>Removes a killed server's data, as a restore from nothing would.</summary>
    public void EraseData(int server) => Directory.Delete(Path.Combine(_directory, $"s{server}", "data", "version-2"), recursive: true);

    /// <summary>The answer to a four-letter word, for instance <c>wchp</c>; null when the server does not answer.</summary>
    public Task<string?> AskAsync(int server, string word, CancellationToken cancellationToken = default) =>
        _servers[server - 1].AskAsync(word, cancellationToken);

    /// <summary>Kills all servers and removes their data.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.KillAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task WriteConfigurationAsync(
        string home, int number, string address, int port, string[] members, int tickMilliseconds, string extra, CancellationToken cancellationToken)
    {
        var data = Directory.CreateDirectory(Path.Combine(home, "data")).FullName;
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"tickTime={tickMilliseconds}"), "initLimit=40", "syncLimit=20",
            $"dataDir={data.Replace('\\', '/')}", "maxClientCnxns=0", "admin.enableServer=false", "4lw.commands.whitelist=*",
            "maxSessionTimeout=60000",
        ];
        if (members.Length == 1)
        {
            lines.AddRange([string.Create(CultureInfo.InvariantCulture, $"clientPort={port}"), $"clientPortAddress={address}"]);
        }
        else
        {
            lines.AddRange(members);
            await File.WriteAllTextAsync(Path.Combine(data, "myid"), number.ToString(CultureInfo.InvariantCulture), cancellationToken);
        }

        lines.Add(extra);
        await File.WriteAllLinesAsync(Path.Combine(home, "zoo.cfg"), lines, cancellationToken);
    }

    private static string Member(int index, int count, string[] addresses, int[] ports)
    {
        var address = addresses[index];
        return string.Create(
            CultureInfo.InvariantCulture, $"server.{index + 1}={address}:{ports[count + index]}:{ports[(2 * count) + index]}:participant;{address}:{ports[index]}");
    }

    internal static int[] TakeFreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners) listener.Stop();
        return ports;
    }
}
