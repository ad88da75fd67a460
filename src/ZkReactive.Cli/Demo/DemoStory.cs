using System.Diagnostics;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using System.Text.Json.Nodes;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;

namespace ZkReactive.Cli.Demo;

/// <summary>The demo from the first step to the last.</summary>
internal sealed class DemoStory(CliHost host, DemoOptions options, ZkClientOptions clientOptions, DemoStage stage)
{
    private static readonly TimeSpan StepTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Outage = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(4);
    private readonly DemoReport _report = new(new Screen(host), stage.Clock);

    /// <summary>Plays it.</summary>
    /// <exception cref="CliException">An agent did not end where it should.</exception>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        var repository = await SetUpAsync(cancellationToken).ConfigureAwait(false);
        var child = await StartAgentsAsync(cancellationToken).ConfigureAwait(false);
        await DeployOlderAsync(repository, cancellationToken).ConfigureAwait(false);
        await BreakManifestAsync(repository, cancellationToken).ConfigureAwait(false);
        await KillOneAsync(repository, child, cancellationToken).ConfigureAwait(false);
        await CutConnectionsAsync(repository, cancellationToken).ConfigureAwait(false);
        await EndOnNewestAsync(repository, cancellationToken).ConfigureAwait(false);
    }

    private async Task<DemoRepository> SetUpAsync(CancellationToken cancellationToken)
    {
        var embedded = options.ConnectString is null;
        _report.Step(embedded ? "Start a ZooKeeper server inside this process" : "Connect to the ensemble");
        var started = Stopwatch.GetTimestamp();
        var servers = await stage.OpenAsync(clientOptions, embedded, cancellationToken).ConfigureAwait(false);
        _report.Say($"{servers}: first request served after {Durations.Milliseconds(Stopwatch.GetElapsedTime(started))}. Manifest node: {stage.Path}");

        var repository = await DemoRepository.FindAsync(options.Repository, host.CurrentDirectory, stage.Directory, cancellationToken).ConfigureAwait(false);
        _report.Say($"To deploy: {repository.Description}; older commit {DeployRow.Short(repository.Older)}, newest {DeployRow.Short(repository.Newest)}");
        return repository;
    }

    private async Task<ChildAgent> StartAgentsAsync(CancellationToken cancellationToken)
    {
        _report.Step($"Start {options.Agents} agents, each with a connection and a directory of its own");
        var started = Stopwatch.GetTimestamp();
        for (var number = 1; number < options.Agents; number++)
            await stage.AddAsync(new InProcessAgent(stage.Plan(number, SessionTimeout), stage.Clock)).ConfigureAwait(false);
        var child = ChildAgent.Start(stage.Plan(options.Agents, SessionTimeout), stage.Clock);
        await stage.AddAsync(child).ConfigureAwait(false);

        await WaitForAsync("the agents to register", status => status.Agents.Count(agent => agent.IsPresent) >= options.Agents, cancellationToken).ConfigureAwait(false);
        _report.Say($"All registered after {Durations.Format(Stopwatch.GetElapsedTime(started))}; {child.Id} is a process of its own (pid {child.ProcessId}), so that it can be killed.");
        return child;
    }

    private async Task DeployOlderAsync(DemoRepository repository, CancellationToken cancellationToken)
    {
        _report.Step($"Publish the older commit, {DeployRow.Short(repository.Older)}, by changing one znode");
        _report.Table(await DeployAsync(repository, repository.Older, null, cancellationToken).ConfigureAwait(false));
    }

    private async Task BreakManifestAsync(DemoRepository repository, CancellationToken cancellationToken)
    {
        _report.Step("Break the manifest: no commitId, and a path that leaves the root");
        var broken = new JsonObject { ["url"] = repository.Url, ["relativePath"] = "../outside" };
        await stage.Control.SetAsync(stage.Path, Text.Encode(broken.ToJsonString()), NodeVersion.Any, cancellationToken).ConfigureAwait(false);
        var status = await WaitForAsync(
            "every agent to refuse the broken manifest",
            status => status.ManifestProblems.Count > 0 && status.Agents.Count(agent => agent.State == DeployAgentState.Failed) >= options.Agents,
            cancellationToken).ConfigureAwait(false);

        foreach (var refusal in status.Agents.GroupBy(agent => agent.ErrorId))
            _report.Say($"Refused by {string.Join(", ", refusal.Select(agent => agent.Agent))}: {refusal.Key}", Tone.Bad);
        foreach (var problem in status.ManifestProblems) _report.Say($"{problem.Field}: {problem.Message} [{problem.ErrorId}]", Tone.Dim);
        await ProveAsync(repository.Older, cancellationToken).ConfigureAwait(false);
        _report.Say($"Git says that all still run {DeployRow.Short(repository.Older)}, and wait for the next manifest.");
    }

    private async Task KillOneAsync(DemoRepository repository, ChildAgent child, CancellationToken cancellationToken)
    {
        _report.Step($"Publish the newest commit, {DeployRow.Short(repository.Newest)}, and kill {child.Id} in the middle");
        child.KillInTheMiddle();
        var deploy = await DeployAsync(repository, repository.Newest, async deployId =>
        {
            await child.WaitForExitAsync(cancellationToken).WaitAsync(StepTime, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            var status = await DeployStatusReader.ReadAsync(stage.Control, stage.Path, deployId, cancellationToken).ConfigureAwait(false);
            var reported = status.Agents.Any(agent => agent.Agent == child.Id && agent.IsFinished);
            _report.Say($"{child.Id} (pid {child.ProcessId}) killed while {child.KilledWhile}; {(reported ? "its result was out already" : "no result of it, as it did not finish")}. Bringing it back.");
            var revived = ChildAgent.Start(stage.Plan(options.Agents, SessionTimeout), stage.Clock);
            await stage.AddAsync(revived).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        _report.Table(deploy);
    }

    private async Task CutConnectionsAsync(DemoRepository repository, CancellationToken cancellationToken)
    {
        _report.Step($"Cut all agents' connections, and go back to {DeployRow.Short(repository.Older)} meanwhile");
        var cut = stage.Relay.Cut();
        var mended = 0L;
        var deploy = await DeployAsync(repository, repository.Older, async _ =>
        {
            await Task.Delay(Outage, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            stage.Relay.Mend();
            mended = Stopwatch.GetTimestamp();
        }, cancellationToken).ConfigureAwait(false);
        _report.Say($"{cut} connections cut for {Outage.TotalMilliseconds} ms; the deploy was published in that time. {Durations.Format(Stopwatch.GetElapsedTime(mended))} after the network came back every agent ran it, verified by git.");
    }

    private async Task EndOnNewestAsync(DemoRepository repository, CancellationToken cancellationToken)
    {
        _report.Step($"Forward to the newest commit again, {DeployRow.Short(repository.Newest)}");
        _report.Table(await DeployAsync(repository, repository.Newest, null, cancellationToken).ConfigureAwait(false));
    }

    // Publishes, lets something happen in the middle, waits for every agent and then asks git, not the agents.
    private async Task<DemoDeploy> DeployAsync(DemoRepository repository, string commit, Func<string, Task>? meanwhile, CancellationToken cancellationToken)
    {
        var publisher = new DeployPublisher(stage.Control, new DeployPublisherOptions { Path = stage.Path });
        var publishedAt = stage.Clock.Now;
        var published = await publisher.PublishAsync(
            new DeployManifest { Url = repository.Url, CommitId = commit, RelativePath = AgentPlan.RelativePath }, cancellationToken).ConfigureAwait(false);
        if (meanwhile is not null) await meanwhile(published.DeployId).ConfigureAwait(false);
        var status = await DeployWait.WaitAsync(stage.Control, stage.Path, published.DeployId, StepTime, options.Agents, null, cancellationToken).ConfigureAwait(false);

        var proofs = await TakeProofsAsync(cancellationToken).ConfigureAwait(false);
        var deploy = new DemoDeploy(published.DeployId, commit, publishedAt, status, proofs, stage.Clock.Now - publishedAt);
        return deploy.Faults.Count == 0 && status.Outcome == DeployOutcome.Succeeded ? deploy : throw Failed(deploy);
    }

    private async Task ProveAsync(string commit, CancellationToken cancellationToken)
    {
        var proofs = await TakeProofsAsync(cancellationToken).ConfigureAwait(false);
        if (proofs.FirstOrDefault(proof => !proof.Value.Shows(commit)) is { Key: { } agent, Value: var proof })
            throw new CliException("ZkDemoFailed", ExitCodes.Failed, $"{agent} should still run {commit}, but git says {proof.Commit ?? "nothing"} {proof.Found}");
    }

    private async Task<Dictionary<string, AgentProof>> TakeProofsAsync(CancellationToken cancellationToken)
    {
        var proofs = await Task.WhenAll(stage.Agents.Select(async agent => (agent.Id, Proof: await AgentProof.TakeAsync(agent.Target, cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        return proofs.ToDictionary(pair => pair.Id, pair => pair.Proof);
    }

    private async Task<DeployStatus> WaitForAsync(string what, Func<DeployStatus, bool> condition, CancellationToken cancellationToken)
    {
        DeployStatus? last = null;
        try
        {
            return await stage.Control.ObserveDeploy(stage.Path).Do(status => last = status).FirstAsync(condition).ToTask(cancellationToken)
                .WaitAsync(StepTime, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var found = last is null ? "nothing could be read" : DeployView.Summary(last);
            throw new CliException("ZkDemoFailed", ExitCodes.Failed, $"Waiting for {what} ended after {Durations.Format(StepTime)}: {found}");
        }
    }

    private static CliException Failed(DemoDeploy deploy)
    {
        var reported = deploy.Status.Agents.Where(agent => agent.ErrorId is not null).Select(agent => $"{agent.Agent}: {agent.Error} [{agent.ErrorId}]");
        return new CliException(
            "ZkDemoFailed", ExitCodes.Failed,
            $"Deploy {deploy.DeployId} of {deploy.Commit} ended {DeployStatusJson.Name(deploy.Status.Outcome)}: {string.Join("; ", deploy.Faults.Concat(reported))}");
    }
}
