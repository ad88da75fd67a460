using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace ZkReactive.TestKit.Apache;

/// <summary>
/// A small network of hosts, each a Linux network namespace behind a bridge, which can be parted: a host from everybody, or
/// all hosts from each other. Hosts are counted from 1. The bridge, and so this process, can reach each host that is not isolated.
/// </summary>
/// <remarks>Needs root and the <c>ip</c> and <c>bridge</c> commands of iproute2. All of it is removed at the end.</remarks>
public sealed class NetworkNamespaces : IAsyncDisposable
{
    // An interface's name has 15 characters at most.
    private readonly string _name;
    private readonly string _network;

    private NetworkNamespaces(string name, string network, int count)
    {
        _name = name;
        _network = network;
        Count = count;
    }

    public int Count { get; }

    /// <summary>Makes the network; null where that cannot be done.</summary>
    public static async Task<NetworkNamespaces?> TryStartAsync(int count)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return null;

        // From the block for benchmarks, RFC 2544, which nobody has at home.
        var name = $"zkr{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
        var network = string.Create(CultureInfo.InvariantCulture, $"198.{18 + RandomNumberGenerator.GetInt32(2)}.{RandomNumberGenerator.GetInt32(256)}");
        var hosts = new NetworkNamespaces(name, network, count);
        if (await hosts.MakeAsync()) return hosts;
        await hosts.DisposeAsync();
        return null;
    }

    /// <summary>The address of a host.</summary>
    public string AddressOf(int host) => string.Create(CultureInfo.InvariantCulture, $"{_network}.{host}");

    /// <summary>What to put before a command so that it runs on a host.</summary>
    public IReadOnlyList<string> CommandOn(int host) => ["ip", "netns", "exec", Host(host)];

    /// <summary>Nothing comes to the host or from it any more.</summary>
    public Task IsolateAsync(int host) => RunAsync($"ip link set {Port(host)} down");

    /// <summary>No host reaches another; this process reaches them all.</summary>
    public async Task PartAsync()
    {
        for (var host = 1; host <= Count; host++) await RunAsync($"bridge link set dev {Port(host)} isolated on");
    }

    /// <summary>The host and the others do not reach each other; this process reaches them all.</summary>
    public async Task CutOffAsync(int host)
    {
        for (var other = 1; other <= Count; other++)
        {
            if (other != host) await RunAsync($"ip -n {Host(host)} route add blackhole {AddressOf(other)}");
        }
    }

    /// <summary>All is as at first.</summary>
    public async Task HealAsync()
    {
        for (var host = 1; host <= Count; host++)
        {
            await RunAsync($"ip link set {Port(host)} up");
            await RunAsync($"bridge link set dev {Port(host)} isolated off");
            await RunAsync($"ip -n {Host(host)} route flush type blackhole");
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var host = 1; host <= Count; host++)
        {
            await RunAsync($"ip link del {Port(host)}");
            await RunAsync($"ip netns del {Host(host)}");
        }

        await RunAsync($"ip link del {_name}");
    }

    private async Task<bool> MakeAsync()
    {
        List<string> commands =
        [
            $"ip link add {_name} type bridge", $"ip addr add {_network}.254/24 dev {_name}", $"ip link set {_name} up",
        ];
        for (var host = 1; host <= Count; host++)
        {
            commands.AddRange(
            [
                $"ip netns add {Host(host)}", $"ip link add {Port(host)} type veth peer name eth0 netns {Host(host)}", $"ip link set {Port(host)} master {_name} up",
                $"ip -n {Host(host)} addr add {AddressOf(host)}/24 dev eth0", $"ip -n {Host(host)} link set eth0 up", $"ip -n {Host(host)} link set lo up",
            ]);
        }

        foreach (var command in commands)
        {
            if (!await RunAsync(command)) return false;
        }

        return true;
    }

    private string Host(int host) => string.Create(CultureInfo.InvariantCulture, $"{_name}-{host}");

    private string Port(int host) => string.Create(CultureInfo.InvariantCulture, $"{_name}v{host}");

    private static async Task<bool> RunAsync(string command)
    {
        var words = command.Split(' ');
        try
        {
            using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
