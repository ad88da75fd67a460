using System.Globalization;

namespace ZkReactive.Server.Admin;

/// <summary>mntr: a name, a tab and a value a line. Source: Apache ZooKeeper, <c>MonitorCommand</c>;
/// the names of what the disk did: <c>ServerMetrics</c>.</summary>
internal static class MonitorReport
{
    public static string Text(ZkServerStatistics figures) => string.Create(CultureInfo.InvariantCulture, $"""
        zk_version	{StatusReport.Version}
        zk_server_state	standalone
        zk_avg_latency	{figures.AverageLatency.TotalMilliseconds:0.0###}
        zk_max_latency	{(long)figures.MaxLatency.TotalMilliseconds}
        zk_min_latency	{(long)figures.MinLatency.TotalMilliseconds}
        zk_packets_received	{figures.PacketsReceived}
        zk_packets_sent	{figures.PacketsSent}
        zk_num_alive_connections	{figures.Connections}
        zk_outstanding_requests	{figures.Outstanding}
        zk_znode_count	{figures.Nodes}
        zk_watch_count	{figures.Watches}
        zk_ephemerals_count	{figures.EphemeralNodes}
        zk_approximate_data_size	{figures.ApproximateDataBytes}
        zk_global_sessions	{figures.Sessions}
        zk_local_sessions	0
        zk_uptime	{(long)figures.Uptime.TotalMilliseconds}

        """).ReplaceLineEndings("\n") + Disk(figures.Disk);

    private static string Disk(ZkServerDiskStatistics? disk) => disk is null ? "" : string.Create(CultureInfo.InvariantCulture, $"""
        zk_avg_fsynctime	{disk.AverageSync.TotalMilliseconds:0.0###}
        zk_max_fsynctime	{(long)disk.MaxSync.TotalMilliseconds}
        zk_cnt_fsynctime	{disk.Syncs}
        zk_fsync_threshold_exceed_count	{disk.SlowSyncs}
        zk_cnt_snapshottime	{disk.Snapshots}
        zk_last_snapshottime	{(long)disk.LastSnapshot.TotalMilliseconds}
        zk_cnt_startup_txns_loaded	{disk.TransactionsLoaded}
        zk_digest_mismatches_count	{disk.DigestMismatches}

        """).ReplaceLineEndings("\n");
}
