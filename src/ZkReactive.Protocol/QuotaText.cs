using System.Globalization;
using System.Text;

namespace ZkReactive.Protocol;

/// <summary>
/// Figures as ZooKeeper keeps them in the nodes of quotas: <c>count=4,bytes=5=;byteHardLimit=10;countHardLimit=10</c>, the part
/// behind <c>=;</c> being left out when it is empty. -1 stands for none. Source: Apache ZooKeeper, <c>StatsTrack</c>.
/// </summary>
/// <param name="Count">Nodes.</param>
/// <param name="Bytes">Bytes of data.</param>
/// <param name="CountHardLimit">Nodes, as a limit that refuses.</param>
/// <param name="ByteHardLimit">Bytes of data, as a limit that refuses.</param>
internal readonly record struct QuotaText(long Count, long Bytes, long CountHardLimit = QuotaText.None, long ByteHardLimit = QuotaText.None)
{
    /// <summary>No figure.</summary>
    public const long None = -1;

    /// <summary>Where the quotas of all nodes are.</summary>
    public const string RootPath = "/zookeeper/quota";

    /// <summary>The name of the node with the limits, below the one that stands for the limited node.</summary>
    public const string LimitsName = "zookeeper_limits";

    /// <summary>The name of the node in which the server counts.</summary>
    public const string UsageName = "zookeeper_stats";

    /// <summary>Where the limits of a node are.</summary>
    public static string LimitsPath(string path) => $"{RootPath}{path}/{LimitsName}";

    /// <summary>Where the server counts what is at a node and below.</summary>
    public static string UsagePath(string path) => $"{RootPath}{path}/{UsageName}";

    /// <summary>Reads a node's data; what cannot be read counts as none.</summary>
    public static QuotaText Parse(ReadOnlySpan<byte> data)
    {
        var figures = new QuotaText(None, None);
        foreach (var pair in Encoding.UTF8.GetString(data).Split(',', ';'))
        {
            if (pair.Split('=') is not [var name, var text, ..] || !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) continue;
            figures = name switch
            {
                "count" => figures with { Count = value },
                "bytes" => figures with { Bytes = value },
                "countHardLimit" => figures with { CountHardLimit = value },
                "byteHardLimit" => figures with { ByteHardLimit = value },
                _ => figures,
            };
        }

        return figures;
    }

    /// <summary>The node's data.</summary>
    public byte[] ToBytes()
    {
        // The equals sign behind the bytes makes servers before 3.7 pass over what follows.
        var hard = (ByteHardLimit == None ? "" : $";byteHardLimit={ByteHardLimit}") + (CountHardLimit == None ? "" : $";countHardLimit={CountHardLimit}");
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"count={Count},bytes={Bytes}{(hard.Length > 0 ? "=" : "")}{hard}"));
    }
}
