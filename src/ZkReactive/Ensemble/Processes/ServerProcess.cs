using Microsoft.Extensions.Logging;

namespace ZkReactive.Ensemble.Processes;

/// <summary>The process of one server of an ensemble.</summary>
internal sealed class ServerProcess(EnsembleServer server)
{
    private const string MainClass = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
    private const int TailLines = 5;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Its process id while it runs; null when it does not.</summary>
    public int? FindId()
    {
        using var process = ProcessMark.Read(server.ProcessFile)?.Find();
        return process?.Id;
    }

    /// <summary>Starts it and notes which process it is.</summary>
    public async Task StartAsync(ZooKeeperInstallation installation, CancellationToken cancellationToken)
    {
        var id = await DetachedProcess.StartAsync(installation.Java, Arguments(installation), server.LogFile, cancellationToken).ConfigureAwait(false);
        if (ProcessMark.Of(id) is { } mark) mark.Write(server.ProcessFile);
    }

    /// <summary>Stops it: first asked, then, after ten seconds, ended. False when it was not running.</summary>
    public async Task<bool> StopAsync(ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        using var process = ProcessMark.Read(server.ProcessFile)?.Find();
        if (process is not null)
        {
            await DetachedProcess.TerminateAsync(process, cancellationToken).ConfigureAwait(false);
            if (!await EndsAsync(time, cancellationToken).ConfigureAwait(false))
            {
                EnsembleLog.Killed(logger, server.Number, process.Id);
                process.Kill();
                if (!await EndsAsync(time, cancellationToken).ConfigureAwait(false))
                    throw new EnsembleException(EnsembleErrorIds.StopFailed, $"Server {server.Number} (process {process.Id}) did not end, though it was killed. Look at it with the system's tools.");
            }

            EnsembleLog.Stopped(logger, server.Number, process.Id);
        }

        File.Delete(server.ProcessFile);
        return process is not null;
    }

    /// <summary>The last lines of its log, for a message.</summary>
    public string Tail()
    {
        if (!File.Exists(server.LogFile)) return "(no log)";
        using var stream = new FileStream(server.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(-Math.Min(stream.Length, 16 * 1024), SeekOrigin.End);
        using var reader = new StreamReader(stream);

        // Without the frames of stack traces: the reason stands above them.
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith("at ", StringComparison.Ordinal) && !line.StartsWith("...", StringComparison.Ordinal))
            .ToArray();
        return lines.Length == 0 ? "(empty log)" : string.Join(" | ", lines.TakeLast(TailLines));
    }

    private async Task<bool> EndsAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (FindId() is not null)
        {
            if (time.GetElapsedTime(began) > Grace) return false;
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private List<string> Arguments(ZooKeeperInstallation installation)
    {
        // Dates in the log of slf4j-simple, which the Debian package has; and without management ports of the JVM.
        List<string> arguments =
        [
            "-Xmx512m", "-Dzookeeper.jmx.log4j.disable=true", "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss,SSS",
            $"-Dzookeeper.log.dir={Path.GetDirectoryName(server.LogFile)}", $"-Dzookeeper.log.file={Path.GetFileName(server.LogFile)}",
        ];
        if (OperatingSystem.IsWindows()) arguments.Add($"-Dorg.slf4j.simpleLogger.logFile={server.LogFile}");
        arguments.AddRange(["-cp", installation.ClassPath, MainClass, server.ConfigurationFile]);
        return arguments;
    }
}
