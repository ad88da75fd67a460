using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ZkReactive.Bench.Macro;
using ZkReactive.Client;
using ZkReactive.Ensemble;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;

namespace ZkReactive.Bench.Trial;

/// <summary>
/// A fleet of agents on a real ensemble of three, and rounds of good and bad deploys, while servers and processes of agents are
/// killed, paused and cut off. What counts is what git says of every agent's tree: always absent or a good commit and
/// clean, and the last good one when all is up again; what was reported is compared with that, never believed.
/// </summary>
internal sealed class TrialScenario : IDisposable
{
    private static readonly ZkPath Config = ZkPath.Parse("/trial/config");
    private readonly TrialRepository _repository;
    private readonly ZkEnsemble _ensemble;
    private readonly TrialFleet _fleet;
    private readonly IZkClient _client;
    private readonly Random _chance;
    private readonly string _root;
    private readonly int _agents;
    private readonly TimeSpan _patience;
    private readonly HashSet<string> _good = [];
    private readonly SortedDictionary<string, int> _done = new(StringComparer.Ordinal);
    private readonly List<string> _violations = [];
    private readonly List<double> _converged = [];
    private string? _last;

    private TrialScenario(BenchArguments arguments, string directory, ZkEnsemble ensemble, IZkClient client)
    {
        _agents = arguments.Int("m", 20);
        _chance = new Random(arguments.Int("seed", 1));
        _patience = TimeSpan.FromSeconds(arguments.Int("patience", 600));
        _root = Path.Combine(directory, "agents");
        _repository = new TrialRepository(Path.Combine(directory, "origin"));
        _ensemble = ensemble;
        _client = client;
        _fleet = new TrialFleet(Config, _root, _agents, arguments.Int("processes", 4), [.. ensemble.Servers.Select(server => server.ClientPort)]);
    }

    public static async Task RunAsync(BenchArguments arguments)
    {
        var directory = Directory.CreateTempSubdirectory("zkreactive-trial-").FullName;
        var ensemble = ZkEnsemble.Create(new EnsembleOptions { Directory = Path.Combine(directory, "ensemble"), BasePort = 0, TickTime = TimeSpan.FromMilliseconds(500), InitLimit = 40, SyncLimit = 20 });
        // The whole fleet comes from one address.
        foreach (var server in ensemble.Servers) await File.AppendAllTextAsync(server.ConfigurationFile, "maxClientCnxns=0\n");
        try
        {
            await ensemble.StartAsync();
            await using var client = await ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = ensemble.ConnectString, RequestTimeout = TimeSpan.FromMinutes(2) });
            await client.CreateAsync(Config, options: new ZkCreateOptions { CreateParents = true });
            using var trial = new TrialScenario(arguments, directory, ensemble, client);
            await trial.RunAsync(arguments.Int("rounds", 5));
        }
        finally
        {
            await ensemble.StopAsync();
            if (arguments.Int("keep", 0) == 0) Directory.Delete(directory, recursive: true);
        }
    }

    public void Dispose() => _fleet.Dispose();

    private async Task RunAsync(int rounds)
    {
        var started = Stopwatch.GetTimestamp();
        _fleet.StartAll();
        await PublishAsync(0, isGood: true, strategy: null);
        await ConvergeAsync("at the start");
        for (var round = 1; round <= rounds; round++)
        {
            // The last round is good, and so is the state it must end in.
            var isGood = round == rounds || _chance.Next(10) < 7;
            var mayHalt = await PublishAsync(round, isGood, Strategy(round));
            await HarmAsync();
            LookAround(round);
            // Every other good deploy is waited for; the rest is overtaken by the next.
            if (isGood && !mayHalt && (round == rounds || round % 2 == 0)) await ConvergeAsync($"in round {round}");
            Console.Error.WriteLine($"round {round} of {rounds}: {(isGood ? "good" : "bad")}, {_violations.Count} violations, {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        }

        await PublishAsync(rounds + 1, isGood: true, strategy: null);
        await ConvergeAsync("at the end");
        await CompareReportsAsync();

        Write(rounds, Stopwatch.GetElapsedTime(started));
        if (_violations.Count > 0) Environment.ExitCode = 1;
    }

    private DeployStrategy? Strategy(int round) => (round % 4) switch
    {
        1 => new DeployStrategy { BatchSize = Math.Max(2, _agents / 5), TimeoutSeconds = 30 },
        3 => new DeployStrategy { Canary = 1, BatchSize = Math.Max(2, _agents / 3), MaxFailures = 1, TimeoutSeconds = 30 },
        _ => null,
    };

    /// <summary>Publishes; true when harm done to the agents may rightly halt the rollout.</summary>
    private async Task<bool> PublishAsync(int round, bool isGood, DeployStrategy? strategy)
    {
        var publisher = new DeployPublisher(_client, new DeployPublisherOptions { Path = Config });
        var manifest = new DeployManifest { Url = _repository.Location, CommitId = new string('e', 40), RelativePath = "app", Strategy = strategy };
        if (isGood)
        {
            _last = _repository.Commit(round);
            _good.Add(_last);
            await UntilDoneAsync(() => publisher.PublishAsync(manifest with { CommitId = _last }));
            Count("good");
        }
        else if (_chance.Next(3) is var kind && kind == 0)
        {
            await UntilDoneAsync(() => _client.SetAsync(Config, Encoding.UTF8.GetBytes("{ \"url\": "), NodeVersion.Any).AsTask());
            Count("bad: not JSON");
        }
        else
        {
            await UntilDoneAsync(() => publisher.PublishAsync(kind == 1 ? manifest : manifest with { Url = _repository.Location + "-not-there", CommitId = _last! }));
            Count(kind == 1 ? "bad: no such commit" : "bad: no such repository");
        }

        return strategy?.MaxFailures is not null || strategy?.Canary is not null;
    }

    /// <summary>A publisher whose reply was lost asks again: a deploy more is no harm.</summary>
    private static async Task UntilDoneAsync<T>(Func<Task<T>> publish)
    {
        while (true)
        {
            try
            {
                await publish();
                return;
            }
            catch (Exception e) when (e is ZkException { IsTransient: true } or DeployException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
        }
    }

    /// <summary>One to three troubles at once, for some seconds; all is mended when it returns.</summary>
    private async Task HarmAsync()
    {
        await DelayAsync(1.5);
        var troubles = Enumerable.Range(0, _chance.Next(1, 4)).Select(_ => (Kind: _chance.Next(5), Victim: _chance.Next(_fleet.Count), Seconds: _chance.NextDouble() * 12)).ToList();
        var server = _chance.Next(_ensemble.Servers.Count);
        var hasServer = false;
        var tasks = new List<Task>();
        foreach (var (kind, victim, seconds) in troubles.DistinctBy(trouble => trouble.Victim))
        {
            // Never two servers at once: without a quorum nothing is tried but patience.
            var chosen = kind >= 3 && hasServer ? 0 : kind;
            hasServer |= chosen >= 3;
            tasks.Add(chosen switch
            {
                0 => KillAgentsAsync(victim, seconds / 4),
                1 => HoldAsync("agents paused", seconds + 2, () => _fleet.Pause(victim), () => _fleet.Wake(victim)),
                2 => HoldAsync("agents cut off", seconds + 2, () => _fleet.Cut(victim), () => _fleet.Mend(victim)),
                3 => KillServerAsync(server, seconds / 2),
                _ => PauseServerAsync(server, seconds / 2),
            });
        }

        await Task.WhenAll(tasks);
    }

    private async Task KillAgentsAsync(int victim, double seconds)
    {
        Count("agents killed");
        _fleet.Kill(victim);
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        _fleet.Start(victim);
    }

    private async Task HoldAsync(string what, double seconds, Action begin, Action end)
    {
        Count(what);
        begin();
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        end();
    }

    private async Task KillServerAsync(int index, double seconds)
    {
        Count("server killed");
        if (await ProcessOfAsync(index) is { } id) TrialFleet.Signal("KILL", id);
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(seconds, 0.1)), TimeProvider.System);
        }
        while (await ProcessOfAsync(index) is not null);
        await _ensemble.StartAsync(new EnsembleStartOptions { Servers = [_ensemble.Servers[index].Number], Timeout = TimeSpan.FromMinutes(3) });
    }

    private async Task PauseServerAsync(int index, double seconds)
    {
        if (await ProcessOfAsync(index) is not { } id) return;
        await HoldAsync("server paused", seconds + 1, () => TrialFleet.Signal("STOP", id), () => TrialFleet.Signal("CONT", id));
    }

    private async Task<int?> ProcessOfAsync(int index) => (await _ensemble.ReadStatusAsync())[index].ProcessId;

    /// <summary>At any moment a tree is absent or a good commit, whole.</summary>
    private void LookAround(int round)
    {
        for (var number = 0; number < _agents; number++)
        {
            if (TrialRepository.Stands(Tree(number)) is { } stands && !_good.Contains(stands)) Violate($"round {round}: agent a{number} stands at {stands}");
        }
    }

    /// <summary>Waits until git finds the last good commit in every tree.</summary>
    private async Task ConvergeAsync(string when)
    {
        var started = Stopwatch.GetTimestamp();
        var missing = Enumerable.Range(0, _agents).ToList();
        while (true)
        {
            missing.RemoveAll(number => TrialRepository.Stands(Tree(number)) == _last);
            if (missing.Count == 0) break;
            if (Stopwatch.GetElapsedTime(started) > _patience)
            {
                Violate($"{when}: {missing.Count} agents are not at {_last}, the first of them a{missing[0]} at {TrialRepository.Stands(Tree(missing[0])) ?? "nothing"}");
                return;
            }

            await DelayAsync(1);
        }

        _converged.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>What the agents say in ZooKeeper of the last deploy must be what git has just said.</summary>
    private async Task CompareReportsAsync()
    {
        var deadline = Stopwatch.GetTimestamp();
        while (true)
        {
            var status = await DeployStatusReader.ReadAsync(_client, Config);
            var told = status.Agents.Where(agent => agent.State == DeployAgentState.Succeeded && agent.Running == _last).Select(agent => agent.Agent).ToHashSet(StringComparer.Ordinal);
            if (told.Count == _agents) return;
            if (Stopwatch.GetElapsedTime(deadline) > _patience)
            {
                Violate($"at the end: {_agents - told.Count} agents do not report what git says of them");
                return;
            }

            await DelayAsync(1);
        }
    }

    private string Tree(int number) => Path.Combine(TrialAgents.RootOf(_root, number), "app");

    private void Count(string what)
    {
        lock (_done) _done[what] = _done.GetValueOrDefault(what) + 1;
    }

    private void Violate(string what)
    {
        Console.Error.WriteLine($"VIOLATION {what}");
        _violations.Add(what);
    }

    private static Task DelayAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);

    private void Write(int rounds, TimeSpan took)
    {
        _converged.Sort();
        BenchOutput.Write(new JsonObject
        {
            ["scenario"] = "trial",
            ["m"] = _agents,
            ["processes"] = _fleet.Count,
            ["rounds"] = rounds,
            ["done"] = JsonSerializer.SerializeToNode(_done),
            ["convergences"] = _converged.Count,
            ["converged_p50_s"] = BenchOutput.Round(BenchOutput.Percentile(_converged, 0.5), 1),
            ["converged_max_s"] = BenchOutput.Round(_converged.Count == 0 ? 0 : _converged[^1], 1),
            ["violations"] = JsonSerializer.SerializeToNode(_violations),
            ["secs"] = BenchOutput.Round(took.TotalSeconds, 1),
        });
    }
}
