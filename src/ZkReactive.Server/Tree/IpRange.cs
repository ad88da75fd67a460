using System.Globalization;
using System.Net;

namespace ZkReactive.Server.Tree;

/// <summary>The ids of the <c>ip</c> scheme: an address, or an address and the length of its prefix in bits.</summary>
internal static class IpRange
{
    public static bool IsValid(string range) => TryParse(range, out _, out _);

    public static bool Matches(string address, string range)
    {
        if (!TryParse(range, out var network, out var bits) || !IPAddress.TryParse(address, out var candidate)) return false;
        var actual = candidate.GetAddressBytes();
        if (actual.Length != network.Length) return false;
        for (var i = 0; i < network.Length; i++)
        {
            var left = Math.Clamp(bits - (i * 8), 0, 8);
            var mask = 0xff << (8 - left);
            if (((actual[i] ^ network[i]) & mask & 0xff) != 0) return false;
        }

        return true;
    }

    private static bool TryParse(string range, out byte[] network, out int bits)
    {
        network = [];
        bits = 0;
        var cut = range.IndexOf('/', StringComparison.Ordinal);
        var text = cut < 0 ? range : range[..cut];
        // Shorthands such as "10.1", which the parser of .NET takes, are not addresses here.
        if (!text.Contains(':', StringComparison.Ordinal) && text.Count(c => c == '.') != 3) return false;
        if (!IPAddress.TryParse(text, out var address)) return false;
        network = address.GetAddressBytes();
        bits = network.Length * 8;
        return cut < 0
            || (int.TryParse(range.AsSpan(cut + 1), NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits <= network.Length * 8);
    }
}
