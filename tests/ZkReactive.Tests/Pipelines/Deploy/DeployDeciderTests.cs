using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Pipelines.Deploy;

public sealed class DeployDeciderTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<DeployEvent> _events = [];
    private DeployState _state = DeployState.Empty;
    private int _seconds;
    private long _zxid = 100;

    [Fact]
    public void A_manifest_is_deployed_step_by_step()
    {
        Take("d1", 'a');
        Do(new DeployCommand.ReachStep(At(), "d1", DeployAgentState.Fetching));
        Finish("d1", 'a');
        Assert.Equal(["ManifestSeen d1", "DeployStarted d1", "StepStarted d1", "DeploySucceeded d1"], Said());
        Assert.Equal((DeployAgentState.Succeeded, Commit('a'), true), (_state.Phase, _state.Running, _state.IsIdle));
        Assert.Equal(TimeSpan.FromSeconds(2), _events.OfType<DeployEvent.DeploySucceeded>().Single().Duration);
    }

    [Fact]
    public void The_same_transaction_seen_again_means_nothing()
    {
        Take("d1", 'a', zxid: 7);
        Finish("d1", 'a');
        _events.Clear();
        Take("d1", 'a', zxid: 7);
        Assert.Empty(_events);
    }

    [Fact]
    public void The_same_manifest_written_again_under_its_id_is_one_deploy()
    {
        Take("d1", 'a');
        Finish("d1", 'a');
        _events.Clear();
        Take("d1", 'a');
        Assert.Equal(["ManifestSeen d1"], Said());
    }

    [Fact]
    public void A_failed_deploy_written_again_is_tried_again()
    {
        Take("d1", 'a');
        Fail("d1");
        _events.Clear();
        Take("d1", 'a');
        Assert.Equal(["ManifestSeen d1", "DeployStarted d1"], Said());
    }

    [Fact]
    public void Work_that_waits_at_the_gate_is_not_shared_by_a_newer_deploy()
    {
        Take("d1", 'a');
        Take("d2", 'a');
        Assert.Equal(["ManifestSeen d1", "DeployStarted d1", "ManifestSeen d2", "DeploySuperseded d1", "DeployWaiting d2"], Said());
    }

    [Fact]
    public void A_deploy_with_a_strategy_shares_no_work_for_its_own_rollout_says_when_it_begins()
    {
        Take("d1", 'a');
        Admit("d1");
        Do(new DeployCommand.TakeManifest(At(), "d2", _state.Seen! with { Strategy = new() { BatchSize = 1 } }, new Zxid(_zxid++), 1));
        Assert.Equal(["ManifestSeen d1", "DeployStarted d1", "DeployAdmitted d1", "ManifestSeen d2", "DeploySuperseded d1", "DeployWaiting d2"], Said());
    }

    [Fact]
    public void The_same_manifest_under_a_new_id_joins_the_work_that_is_under_way()
    {
        Take("z1", 'a');
        Admit("z1");
        Take("z2", 'a');
        Take("z3", 'a');
        Finish("z1", 'a');
        Assert.Equal(
            ["ManifestSeen z1", "DeployStarted z1", "DeployAdmitted z1", "ManifestSeen z2", "DeployJoined z2", "ManifestSeen z3", "DeployJoined z3", "DeploySucceeded z1", "DeploySucceeded z2", "DeploySucceeded z3"],
            Said());
    }

    [Fact]
    public void A_newer_manifest_supersedes_and_begins_only_when_the_old_work_is_gone()
    {
        Take("d1", 'a');
        Take("d2", 'b');
        Assert.Equal(["ManifestSeen d1", "DeployStarted d1", "ManifestSeen d2", "DeploySuperseded d1", "DeployWaiting d2"], Said());
        _events.Clear();
        Stop("d1");
        Assert.Equal(["WorkStopped d1", "DeployStarted d2"], Said());
    }

    [Fact]
    public void Superseded_work_that_was_through_already_is_never_a_success()
    {
        Take("d1", 'a');
        Take("d2", 'b');
        Finish("d1", 'a');
        Assert.DoesNotContain(_events, e => e is DeployEvent.DeploySucceeded);
        Assert.Equal(Commit('a'), _state.Running);
        Finish("d2", 'b');
        Assert.Equal("d2", _events.OfType<DeployEvent.DeploySucceeded>().Single().DeployId);
    }

    [Fact]
    public void Of_many_manifests_in_a_row_the_first_and_the_last_are_worked_on()
    {
        for (var i = 0; i < 200; i++) Take($"d{i}", (char)('a' + (i % 2)));
        Stop("d0");
        Finish("d199", 'b');
        Assert.Equal(["d0", "d199"], _events.OfType<DeployEvent.DeployStarted>().Select(e => e.DeployId));
        Assert.Equal(199, _events.OfType<DeployEvent.DeploySuperseded>().Count());
        Assert.Equal("d199", _events.OfType<DeployEvent.DeploySucceeded>().Single().DeployId);
    }

    [Fact]
    public void Back_and_forth_ends_on_the_last_one()
    {
        Take("d1", 'a');
        Take("d2", 'b');
        Take("d3", 'a');
        Stop("d1");
        Finish("d3", 'a');
        Assert.Equal(["d1", "d2"], _events.OfType<DeployEvent.DeploySuperseded>().Select(e => e.DeployId));
        Assert.Equal("d3", _events.OfType<DeployEvent.DeploySucceeded>().Single().DeployId);
        Assert.True(_state.IsIdle);
    }

    [Fact]
    public void An_id_that_is_used_again_for_another_commit_is_a_new_deploy()
    {
        Take("d1", 'a');
        Take("d1", 'b');
        Finish("d1", 'a');
        Finish("d1", 'b');
        Assert.Equal(Commit('b'), _events.OfType<DeployEvent.DeploySucceeded>().Single().CommitId);
    }

    [Fact]
    public void A_broken_manifest_fails_by_itself_and_stops_what_is_under_way()
    {
        Take("d1", 'a');
        Refuse("z9");
        Assert.Equal(["ManifestSeen d1", "DeployStarted d1", "ManifestRejected z9", "DeploySuperseded d1", "DeployFailed z9"], Said());
        Stop("d1");
        Assert.True(_state.IsIdle);
        Take("d2", 'b');
        Finish("d2", 'b');
        Assert.Equal(DeployAgentState.Succeeded, _state.Phase);
    }

    [Fact]
    public void A_broken_manifest_says_what_runs_on()
    {
        Take("d1", 'a');
        Finish("d1", 'a');
        Refuse("z9");
        Assert.Equal(Commit('a'), _events.OfType<DeployEvent.DeployFailed>().Single().Running);
    }

    [Fact]
    public void A_removed_manifest_stops_nothing()
    {
        Take("d1", 'a');
        Do(new DeployCommand.DropManifest(At()));
        Finish("d1", 'a');
        Assert.Contains("DeploySucceeded d1", Said());
        _events.Clear();
        Do(new DeployCommand.DropManifest(At()));
        Assert.Empty(_events);
    }

    [Fact]
    public void News_of_work_that_nobody_waits_for_means_nothing()
    {
        Take("d1", 'a');
        _events.Clear();
        Do(new DeployCommand.ReachStep(At(), "d0", DeployAgentState.Switching));
        Finish("d0", 'z');
        Fail("d0");
        Stop("d0");
        Assert.Empty(_events);
        Assert.Equal("d1", _state.Current!.DeployId);
    }

    [Fact]
    public void The_events_alone_give_the_state()
    {
        Take("d1", 'a');
        Take("d2", 'b');
        Stop("d1");
        Take("d3", 'b');
        Finish("d2", 'b');
        Refuse("z1");
        Assert.Equivalent(_state, _events.Aggregate(DeployState.Empty, DeployDecider.Evolve), strict: true);
    }

    private static string Commit(char letter) => new(letter, 40);

    private DateTimeOffset At() => Start.AddSeconds(_seconds++);

    private void Take(string deployId, char commit, long? zxid = null) => Do(new DeployCommand.TakeManifest(
        At(), deployId, new DeployManifest { Url = "https://example.org/a", CommitId = Commit(commit), RelativePath = "app" }, new Zxid(zxid ?? _zxid++), 1));

    private void Admit(string deployId) => Do(new DeployCommand.AdmitWork(At(), deployId));

    private void Refuse(string deployId) => Do(new DeployCommand.RefuseManifest(At(), deployId, [new("url", "is missing", DeployErrorIds.FieldMissing)], new Zxid(_zxid++)));

    private void Finish(string deployId, char commit) => Do(new DeployCommand.FinishWork(At(), deployId, Commit(commit), true, true));

    private void Fail(string deployId) => Do(new DeployCommand.FailWork(At(), deployId, new(DeployErrorIds.RemoteUnreachable, "no route"), null));

    private void Stop(string deployId) => Do(new DeployCommand.StopWork(At(), deployId, null, null));

    private void Do(DeployCommand command)
    {
        foreach (var e in DeployDecider.Decide(_state, command))
        {
            _state = DeployDecider.Evolve(_state, e);
            _events.Add(e);
        }
    }

    private IEnumerable<string> Said() => _events.Select(e => $"{e.GetType().Name} {e.Deploy}");
}
