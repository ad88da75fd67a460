using Microsoft.Extensions.Logging;
using ZkReactive.Ensemble.Layout;
using ZkReactive.Ensemble.Processes;

namespace ZkReactive.Ensemble;

/// <content>Starting and stopping its servers.</content>
public sealed partial record ZkEnsemble
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Starts the servers that are not running, detached from this process, and waits until each of them serves. Their
    /// output goes to <see cref="EnsembleServer.LogFile"/>.
    /// </summary>
    /// <param name="options">Which servers and how long; null for all, and a minute.</param>
    /// <param name="cancellationToken">Gives up waiting; what was started goes on.</param>
    /// <returns>Where every server of the ensemble stands.</returns>
    /// <exception cref="EnsembleException">Java or ZooKeeper is missing, a port is in use, or a server ended or did not serve in time.</exception>
    public async Task<IReadOnlyList<ZkServerStatus>> StartAsync(EnsembleStartOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EnsembleStartOptions();
        var installation = ZooKeeperInstallation.Find(options.ZooKeeperHome);
        var chosen = Choose(options.Servers);
        var stopped = chosen.Where(server => new ServerProcess(server).FindId() is null).ToArray();
        foreach (var server in stopped) ThrowIfPortTaken(server);
        var logger = EnsembleLog.Of(LoggerFactory);
        foreach (var server in stopped) await LaunchAsync(server, installation, logger, cancellationToken).ConfigureAwait(false);

        using var deadline = new CancellationTokenSource(options.Timeout, options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            foreach (var server in chosen)
            {
                if (!await ServesAsync(server, options.TimeProvider, both.Token).ConfigureAwait(false))
                {
                    if (stopped.Contains(server)) throw Ended(server);

                    // It was ending when it was taken for a running one.
                    await LaunchAsync(server, installation, logger, cancellationToken).ConfigureAwait(false);
                    if (!await ServesAsync(server, options.TimeProvider, both.Token).ConfigureAwait(false)) throw Ended(server);
                }

                EnsembleLog.Serves(logger, server.Number, server.ConnectString);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw await TooSlowAsync(options, cancellationToken).ConfigureAwait(false);
        }

        return await ReadStatusAsync(options.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Stops servers that <see cref="StartAsync"/> started, each by its own process id and only if that process is still the
    /// one that was started. Their data stays.
    /// </summary>
    /// <param name="servers">Their numbers; null for all.</param>
    /// <param name="timeProvider">Time; null for the system's.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The numbers of those that were running.</returns>
    public async Task<IReadOnlyList<int>> StopAsync(
        IReadOnlyCollection<int>? servers = null, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        var time = timeProvider ?? TimeProvider.System;
        var chosen = Choose(servers);
        var ended = await Task.WhenAll(chosen.Select(server => new ServerProcess(server).StopAsync(EnsembleLog.Of(LoggerFactory), time, cancellationToken))).ConfigureAwait(false);
        return [.. chosen.Where((_, index) => ended[index]).Select(server => server.Number)];
    }

    /// <summary>Where every server stands; those that do not answer too.</summary>
    public async Task<IReadOnlyList<ZkServerStatus>> ReadStatusAsync(TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        var all = await ServerStatusReader.ReadAsync(ConnectString, timeProvider, cancellationToken).ConfigureAwait(false);
        return [.. all.Select((status, index) => status with
        {
            Number = Servers[index].Number,
            ProcessId = new ServerProcess(Servers[index]).FindId(),
        })];
    }

    private EnsembleServer[] Choose(IReadOnlyCollection<int>? numbers)
    {
        if (numbers is null) return [.. Servers];
        foreach (var number in numbers)
        {
            if (Servers.All(server => server.Number != number))
                throw new ArgumentException($"There is no server {number}; the ensemble in {Directory} has {string.Join(", ", Servers.Select(server => server.Number))}.", nameof(numbers));
        }

        return [.. Servers.Where(server => numbers.Contains(server.Number))];
    }

    private static void ThrowIfPortTaken(EnsembleServer server)
    {
        foreach (var (name, port) in new[] { ("client", server.ClientPort), ("quorum", server.QuorumPort), ("election", server.ElectionPort) })
        {
            if (port > 0 && !PortScan.IsFree(port))
                throw new EnsembleException(
                    EnsembleErrorIds.PortTaken,
                    $"Starting server {server.Number} failed: its {name} port {port} is in use by another process. Stop that, or change the port in {server.ConfigurationFile}.");
        }
    }

    private static async Task LaunchAsync(EnsembleServer server, ZooKeeperInstallation installation, ILogger logger, CancellationToken cancellationToken)
    {
        var process = new ServerProcess(server);
        await process.StartAsync(installation, cancellationToken).ConfigureAwait(false);
        EnsembleLog.Started(logger, server.Number, process.FindId(), server.LogFile);
    }

    /// <summary>Waits until it serves; false when its process has ended instead.</summary>
    private static async Task<bool> ServesAsync(EnsembleServer server, TimeProvider time, CancellationToken cancellationToken)
    {
        var process = new ServerProcess(server);
        while (!(await ServerStatusReader.ReadServerAsync(new("127.0.0.1", server.ClientPort), withDetails: false, time, cancellationToken).ConfigureAwait(false)).IsServing)
        {
            if (process.FindId() is null) return false;
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private static EnsembleException Ended(EnsembleServer server) => new(
        EnsembleErrorIds.StartFailed,
        $"Server {server.Number} ended instead of serving. The end of its log, {server.LogFile}: {new ServerProcess(server).Tail()}");

    private async Task<EnsembleException> TooSlowAsync(EnsembleStartOptions options, CancellationToken cancellationToken)
    {
        var all = await ReadStatusAsync(options.TimeProvider, cancellationToken).ConfigureAwait(false);
        var silent = all.Where(status => !status.IsServing).ToArray();
        var running = all.Count(status => status.ProcessId is not null);
        var why = running < Quorum
            ? $"{running} of {Servers.Count} servers run, but a quorum needs {Quorum}: start more of them."
            : string.Join(" ", silent.Select(status => $"The end of server {status.Number}'s log: {new ServerProcess(Servers.First(server => server.Number == status.Number)).Tail()}"));
        return new EnsembleException(
            EnsembleErrorIds.StartFailed,
            $"Within {options.Timeout.TotalSeconds:0.###} s not every server served: {string.Join(", ", silent.Select(status => status.Number))} did not. {why}");
    }
}
