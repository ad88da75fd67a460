using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;

namespace ZkReactive.Bench.Macro;

/// <summary>
/// M agents of this process, each with a session and a directory of its own, and rounds of publishing a commit: how long
/// until the last agent begins its checkout and until the last has its result, what an agent asks of ZooKeeper for it, and
/// what it holds at rest. With <c>git=idle</c> one more round follows, in which a git that only sleeps is found first: on one
/// machine the checkouts of the first agents take the processors from the last ones, and a fleet has more of them. That round
/// has a directory of its own, as nobody could ask such a git what stands in the other.
/// </summary>
internal static class RolloutScenario
{
    private const int SetUpBatch = 25;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);

    public static async Task RunAsync(BenchArguments arguments)
    {
        int agents = arguments.Int("m", 300), rounds = arguments.Int("rounds", 5), rest = arguments.Int("rest", 30);
        var strategy = Strategy(arguments);
        ZkPath path = "/bench/rollout-zkreactive-" + Guid.NewGuid().ToString("n");
        var directory = Directory.CreateTempSubdirectory("zkreactive-bench-rollout-");
        var origin = Path.Combine(directory.FullName, "origin");
        Git(directory.FullName, "init", "-q", "-b", "main", origin);
        var client = await BenchClients.ConnectAsync();

        var residentBefore = ProcessMeter.ResidentMegabytes;
        var registered = new Countdown(agents);
        var running = new List<Task>(agents);
        using var stop = new CancellationTokenSource();
        var round = new RolloutRound(agents);
        for (var first = 0; first < agents; first += SetUpBatch)
        {
            foreach (var id in Enumerable.Range(first, Math.Min(SetUpBatch, agents - first)))
            {
                var agent = new DeployAgent(await BenchClients.ConnectAsync(), Options(path, Path.Combine(directory.FullName, $"a{id}"), $"a{id}"));
                agent.Events.Subscribe(happened => Follow(happened, registered, round));
                running.Add(Task.Run(() => agent.RunAsync(stop.Token)));
            }
        }

        await registered.Done.WaitAsync(Deadline);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        var residentAfter = ProcessMeter.ResidentMegabytes;
        var restBefore = await ReceivedAsync();
        await Task.Delay(TimeSpan.FromSeconds(rest), TimeProvider.System);
        var perSecondAtRest = (await ReceivedAsync() - restBefore) / (double)rest / agents;

        var (seen, starts, checkouts, ends, requests) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var publisher = new DeployPublisher(client, new DeployPublisherOptions { Path = path });
        var meter = new ProcessMeter();
        var withIdle = arguments.Text("git", "") == "idle";
        var commits = Enumerable.Range(1, withIdle ? rounds + 1 : rounds).Select(number => Commit(origin, number)).ToArray();
        double? idleStart = null;
        foreach (var commit in commits)
        {
            var isIdle = withIdle && commit == commits[^1];
            if (isIdle) UseIdleGit(directory.FullName);
            var before = await ReceivedAsync();
            round.Begin();
            var at = Stopwatch.GetTimestamp();
            await publisher.PublishAsync(new DeployManifest { Url = origin, CommitId = commit, RelativePath = isIdle ? "idle" : "app", Strategy = strategy });
            await (isIdle ? round.AllStarted : round.Ended).WaitAsync(Deadline);
            var start = Stopwatch.GetElapsedTime(at, round.LastStart).TotalMilliseconds;
            seen.Add(Stopwatch.GetElapsedTime(at, round.LastSeen).TotalMilliseconds);
            if (isIdle)
            {
                idleStart = start;
                continue;
            }

            starts.Add(start);
            checkouts.Add(Stopwatch.GetElapsedTime(at, round.LastCheckOut).TotalMilliseconds);
            ends.Add(Stopwatch.GetElapsedTime(at, round.LastEnd).TotalMilliseconds);
            requests.Add((await ReceivedAsync() - before) / (double)agents);
        }

        meter.Stop();
        foreach (var list in new[] { seen, starts, checkouts, ends, requests }) list.Sort();
        BenchOutput.Write(new JsonObject
        {
            ["scenario"] = "rollout",
            ["m"] = agents,
            ["rounds"] = rounds,
            ["batch"] = strategy?.BatchSize ?? 0,
            ["canary"] = strategy?.Canary ?? 0,
            ["failed"] = round.Failed,
            ["last_seen_p50_ms"] = BenchOutput.Round(BenchOutput.Percentile(seen, 0.5)),
            ["last_start_p50_ms"] = BenchOutput.Round(BenchOutput.Percentile(starts, 0.5)),
            ["last_start_max_ms"] = BenchOutput.Round(starts[^1]),
            ["last_start_idle_git_ms"] = idleStart is { } ms ? BenchOutput.Round(ms) : null,
            ["last_checkout_p50_ms"] = BenchOutput.Round(BenchOutput.Percentile(checkouts, 0.5), 1),
            ["last_result_p50_ms"] = BenchOutput.Round(BenchOutput.Percentile(ends, 0.5), 1),
            ["requests_per_agent_p50"] = BenchOutput.Round(BenchOutput.Percentile(requests, 0.5), 1),
            ["requests_per_agent_max"] = BenchOutput.Round(requests[^1], 1),
            ["rest_requests_per_agent_s"] = BenchOutput.Round(perSecondAtRest),
            ["rss_mb_at_rest"] = BenchOutput.Round(residentAfter, 1),
            ["rss_mb_per_agent"] = BenchOutput.Round((residentAfter - residentBefore) / agents),
            ["secs"] = BenchOutput.Round(meter.Seconds),
            ["cpu_s"] = BenchOutput.Round(meter.Cpu),
            ["srv_cpu_s"] = BenchOutput.Round(meter.ServersCpu),
            ["threads"] = ProcessMeter.Threads,
        });

        await stop.CancelAsync();
        if (withIdle) Environment.Exit(0);
        await Task.WhenAll(running).WaitAsync(Deadline);
        directory.Delete(recursive: true);
        // Closing the sessions one by one is no part of the measurement.
        Environment.Exit(0);
    }

    private static DeployStrategy? Strategy(BenchArguments arguments)
    {
        var strategy = new DeployStrategy { Canary = arguments.Int("canary", 0), BatchSize = arguments.Int("batch", 0) };
        return strategy is { Canary: 0, BatchSize: 0 } ? null : strategy;
    }

    private static DeployAgentOptions Options(ZkPath path, string root, string id) =>
        new() { Path = path, Root = root, AgentId = id, AllowedSchemes = DeployUrlSchemes.File };

    private static void Follow(DeployEvent happened, Countdown registered, RolloutRound round)
    {
        switch (happened)
        {
            case DeployEvent.PresenceRegistered:
                registered.Signal();
                break;
            case DeployEvent.ManifestSeen:
                round.Saw();
                break;
            case DeployEvent.StepStarted { Step: DeployAgentState.Fetching }:
                round.Started();
                break;
            case DeployEvent.StepStarted { Step: DeployAgentState.CheckingOut }:
                round.CheckedOut();
                break;
            case DeployEvent.ResultWritten result:
                round.End(result.State == DeployAgentState.Succeeded);
                break;
        }
    }

    private static string Commit(string origin, int number)
    {
        File.WriteAllText(Path.Combine(origin, "file"), number.ToString(CultureInfo.InvariantCulture));
        Git(origin, "add", "file");
        Git(origin, "-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "round");
        return Git(origin, "rev-parse", "HEAD").Trim();
    }

    private static string Git(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", directory, .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {arguments[0]} failed");
    }

    private static void UseIdleGit(string directory)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("git=idle needs a shell script for git, which Windows does not run.");
        var programs = Directory.CreateDirectory(Path.Combine(directory, "idle")).FullName;
        var git = Path.Combine(programs, "git");
        File.WriteAllText(git, "#!/bin/sh\nexec sleep 60\n");
        File.SetUnixFileMode(git, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("PATH", programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"));
    }

    /// <summary>What all servers have received, pings and these questions included.</summary>
    private static async Task<long> ReceivedAsync()
    {
        var total = 0L;
        foreach (var host in BenchArguments.Hosts.Split(',')) total += await ReceivedAsync(IPEndPoint.Parse(host));
        return total;
    }

    private static async Task<long> ReceivedAsync(IPEndPoint server)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server);
        var stream = client.GetStream();
        await stream.WriteAsync("srvr"u8.ToArray());
        using var reader = new StreamReader(stream, Encoding.ASCII);
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Received: ", StringComparison.Ordinal)) return long.Parse(line.AsSpan(10), CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException($"{server} does not answer 'srvr'.");
    }

    /// <summary>Completes when each of so many has signalled once.</summary>
    private sealed class Countdown(int count)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _missing = count;

        public Task Done => _done.Task;

        public void Signal()
        {
            if (Interlocked.Decrement(ref _missing) == 0) _done.SetResult();
        }
    }

    /// <summary>The last of each step in one round.</summary>
    private sealed class RolloutRound(int agents)
    {
        private Countdown _ended = new(agents);
        private Countdown _started = new(agents);
        private long _lastSeen;
        private long _lastStart;
        private long _lastCheckOut;
        private long _lastEnd;
        private int _failed;

        public Task Ended => _ended.Done;

        public Task AllStarted => _started.Done;

        public long LastSeen => Volatile.Read(ref _lastSeen);

        public long LastStart => Volatile.Read(ref _lastStart);

        public long LastCheckOut => Volatile.Read(ref _lastCheckOut);

        public long LastEnd => Volatile.Read(ref _lastEnd);

        public int Failed => Volatile.Read(ref _failed);

        public void Begin() => (_ended, _started) = (new Countdown(agents), new Countdown(agents));

        public void Saw() => Volatile.Write(ref _lastSeen, Stopwatch.GetTimestamp());

        public void Started()
        {
            Volatile.Write(ref _lastStart, Stopwatch.GetTimestamp());
            _started.Signal();
        }

        public void CheckedOut() => Volatile.Write(ref _lastCheckOut, Stopwatch.GetTimestamp());

        public void End(bool isSuccess)
        {
            if (!isSuccess) Interlocked.Increment(ref _failed);
            Volatile.Write(ref _lastEnd, Stopwatch.GetTimestamp());
            _ended.Signal();
        }
    }
}
