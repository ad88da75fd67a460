using System.Globalization;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>A connect string taken apart: servers and chroot.</summary>
public sealed class ZkConnectString
{
    private const int DefaultPort = 2181;

    // The clients of a process mostly go to one ensemble: a thousand of them need not keep a thousand lists of its servers.
    private static volatile ZkConnectString? s_last;

    private readonly string _text;

    private ZkConnectString(string text, IReadOnlyList<ZkHost> hosts, ZkPath chroot)
    {
        _text = text;
        Servers = string.Join(',', hosts);
        Hosts = hosts;
        Chroot = chroot;
    }

    /// <summary>The servers, in the order they were written; at least one.</summary>
    public IReadOnlyList<ZkHost> Hosts { get; }

    /// <summary>The path below which the client lives; the root when there is none.</summary>
    public ZkPath Chroot { get; }

    /// <summary>The servers without the chroot, each with its port, as <c>a:2181,[::1]:2182</c>.</summary>
    internal string Servers { get; }

    /// <summary>Reads a connect string such as <c>a:2181,[::1]:2182/app</c>.</summary>
    /// <exception cref="ArgumentException">It cannot be read; the message says which part and why.</exception>
    public static ZkConnectString Parse(string value)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw new ArgumentException("The connect string is empty; give at least one server, for instance 127.0.0.1:2181.", nameof(value));

        if (s_last is { } last && last._text == value) return last;
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        var servers = slash < 0 ? value : value[..slash];
        var hosts = servers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => ParseHost(part, value))
            .ToArray();
        if (hosts.Length == 0) throw new ArgumentException($"The connect string '{value}' names no server.", nameof(value));

        return s_last = new ZkConnectString(value, hosts, slash < 0 ? ZkPath.Root : ZkPath.Parse(value[slash..]));
    }

    private static ZkHost ParseHost(string part, string whole)
    {
        // No name of a host begins or goes on like this (RFC 1123, section 2.1).
        if (part.StartsWith('.') || part.Contains('\\', StringComparison.Ordinal))
            throw new ArgumentException($"The connect string '{whole}' has no host in '{part}'; it looks like a folder. Give servers, for instance 127.0.0.1:2181; what takes an ensemble's folder takes it as -Directory or --dir.", nameof(whole));
        var colon = part.LastIndexOf(':');
        var isBareIpv6 = colon >= 0 && part.IndexOf(':', StringComparison.Ordinal) != colon && !part.Contains(']', StringComparison.Ordinal);
        if (colon < 0 || isBareIpv6 || part.EndsWith(']')) return new ZkHost(part.Trim('[', ']'), DefaultPort);

        if (!int.TryParse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            throw new ArgumentException($"The connect string '{whole}' has no legal port in '{part}'; 1 to 65535 is expected.", nameof(whole));
        var name = part[..colon].Trim('[', ']');
        return name.Length > 0
            ? new ZkHost(name, port)
            : throw new ArgumentException($"The connect string '{whole}' has a port without a host in '{part}'.", nameof(whole));
    }
}
