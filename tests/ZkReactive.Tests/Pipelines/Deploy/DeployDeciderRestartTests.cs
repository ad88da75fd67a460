using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>What an agent makes of what it was in the middle of, of manifests that are older, and of failures that pass.</summary>
public sealed class DeployDeciderRestartTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DeployError Unwell = new("Unwell", "port 80 is silent");
    private readonly List<DeployEvent> _events = [];
    private DeployState _state = DeployState.Empty;
    private int _seconds;

    [Fact]
    public void Interrupted_work_is_resumed_when_the_manifest_still_asks_for_it()
    {
        Take("d1", 'a', 1);
        Restart();
        Assert.Equal(["AgentStarted", "DeployInterrupted d1"], Said());
        Take("d1", 'a', 1);
        Assert.Equal(["ManifestSeen d1", "DeployResumed d1"], Said());
        Finish("d1", 'a');
        Assert.Equal(["DeploySucceeded d1"], Said());
        Assert.True(_state.IsIdle && _state.Interrupted is null);
    }

    [Fact]
    public void Interrupted_work_gives_way_to_a_newer_deploy_and_is_reported_so()
    {
        Take("d1", 'a', 1);
        Restart();
        Said();
        Take("d2", 'b', 2);
        Assert.Equal(["ManifestSeen d2", "DeploySuperseded d1", "DeployStarted d2"], Said());
        Assert.Equal(("d1", DeployAgentState.Superseded), (_state.Unreported.Single().DeployId, _state.Unreported.Single().State));
    }

    [Fact]
    public void Interrupted_work_whose_manifest_is_gone_has_failed()
    {
        Take("d1", 'a', 1);
        Restart();
        Said();
        Do(new DeployCommand.DropManifest(At()));
        Assert.Equal(["ManifestRemoved", "DeployFailed d1"], Said());
        Assert.Equal(DeployErrorIds.Interrupted, _state.Unreported.Single().Error!.Id);
    }

    [Fact]
    public void Killed_while_the_old_work_was_being_stopped_the_waiting_deploy_goes_on()
    {
        Take("d1", 'a', 1);
        Take("d2", 'b', 2);
        Restart();
        Said();
        Take("d2", 'b', 2);
        Assert.Equal(["ManifestSeen d2", "DeployResumed d2"], Said());
        Assert.Null(_state.Stopping);
    }

    [Fact]
    public void A_finished_deploy_is_looked_at_once_after_a_start_and_not_again()
    {
        Take("d1", 'a', 1);
        Finish("d1", 'a');
        Restart('a');
        Said();
        Assert.Equal((DeployAgentState.Succeeded, true), (_state.Phase, _state.HasFinished("d1", Manifest('a'))));
        Take("d1", 'a', 1);
        Assert.Equal(["ManifestSeen d1", "DeployStarted d1"], Said());
        Finish("d1", 'a');
        Said();
        Take("d1", 'a', 1);
        Assert.Empty(Said());
    }

    [Fact]
    public void What_runs_after_a_start_is_what_git_says()
    {
        Take("d1", 'a', 1);
        Finish("d1", 'a');
        Restart('b');
        Assert.Equal((Commit('b'), DeployAgentState.Pending, Commit('a')), (_state.Running, _state.Phase, _state.LastGood!.CommitId));
    }

    [Fact]
    public void A_new_journal_believes_the_note_beside_it()
    {
        Do(new DeployCommand.StartAgent(At(), Commit('a'), true, new("d1", Commit('a'), "app", DeployMode.Release, Start, new Zxid(9))));
        Assert.Equal((9, "d1"), (_state.SeenZxid.Value, _state.LastGood!.DeployId));
        Said();
        Take("d0", 'b', 8);
        Assert.Empty(Said());
    }

    [Fact]
    public void An_older_manifest_means_nothing_unless_the_leader_confirms_it()
    {
        Take("d2", 'b', 20);
        Finish("d2", 'b');
        Do(new DeployCommand.DropManifest(At()));
        Said();
        Take("d1", 'a', 10);
        Do(new DeployCommand.RefuseManifest(At(), "z5", [new("url", "is missing", DeployErrorIds.FieldMissing)], new Zxid(5)));
        Take("d1", 'a', 10, insteadOf: 15);
        Assert.Empty(Said());
        Take("d1", 'a', 10, insteadOf: 20);
        Assert.Equal(["ManifestSeen d1", "DeployStarted d1"], Said());
    }

    [Fact]
    public void A_failure_that_passes_is_tried_again_until_something_newer_comes()
    {
        Take("d1", 'a', 1);
        FailFor("d1", TimeSpan.FromSeconds(10));
        Assert.Equal(["ManifestSeen d1", "DeployStarted d1", "DeployFailed d1", "RetryScheduled d1"], Said());
        Do(new DeployCommand.RetryDeploy(At(), "d1"));
        Do(new DeployCommand.RetryDeploy(At(), "d1"));
        Assert.Equal(2, Assert.IsType<DeployEvent.DeployStarted>(Assert.Single(_events)).Attempt);
        FailFor("d1", TimeSpan.FromSeconds(20));
        Said();
        Take("d2", 'b', 2);
        Said();
        Do(new DeployCommand.RetryDeploy(At(), "d1"));
        Assert.Empty(Said());
    }

    [Fact]
    public void A_failure_that_does_not_pass_is_not_tried_again()
    {
        Take("d1", 'a', 1);
        FailFor("d1", null);
        Assert.DoesNotContain(_events, e => e is DeployEvent.RetryScheduled);
    }

    [Fact]
    public void Of_deploys_that_shared_the_work_only_the_one_in_the_manifest_is_tried_again()
    {
        Take("d1", 'a', 1);
        Do(new DeployCommand.AdmitWork(At(), "d1"));
        Take("d2", 'a', 2);
        FailFor("d1", TimeSpan.FromSeconds(10));
        Assert.Equal("d2", _events.OfType<DeployEvent.RetryScheduled>().Single().DeployId);
    }

    [Fact]
    public void Killed_while_returning_it_finishes_the_return_and_does_not_deploy_again()
    {
        Take("d1", 'a', 1);
        Finish("d1", 'a');
        Take("d2", 'b', 2);
        Do(new DeployCommand.ReturnWork(At(), "d2", Unwell));
        Assert.Equal(Commit('a'), _events.OfType<DeployEvent.ReturnStarted>().Single().To);
        Restart('b');
        Said();
        Take("d2", 'b', 2);
        Assert.Equal(["ManifestSeen d2", "DeployResumed d2"], Said());
        Assert.Equal(Unwell, _state.Current!.Returning);
    }

    [Fact]
    public void A_new_deploy_of_the_same_commit_is_not_drawn_into_a_return()
    {
        Take("d1", 'a', 1);
        Do(new DeployCommand.ReturnWork(At(), "d1", Unwell));
        Restart('a');
        Said();
        Take("d2", 'a', 2);
        Assert.Equal(["ManifestSeen d2", "DeploySuperseded d1", "DeployStarted d2"], Said());
        Assert.Null(_state.Current!.Returning);
    }

    [Fact]
    public void What_has_ended_stays_unreported_until_its_result_is_known()
    {
        Take("d1", 'a', 1);
        Finish("d1", 'a');
        Restart('a');
        Assert.Equal("d1", _state.Unreported.Single().DeployId);
        Do(new DeployCommand.RecordResult(At(), "d1", DeployAgentState.Failed));
        Assert.Single(_state.Unreported);
        Do(new DeployCommand.RecordResult(At(), "d1", DeployAgentState.Succeeded));
        Assert.Empty(_state.Unreported);
    }

    [Fact]
    public void Results_that_nobody_takes_are_bounded()
    {
        for (var i = 0; i < 200; i++) Take($"d{i}", (char)('a' + (i % 2)), i + 1);
        Assert.Equal(64, _state.Unreported.Count);
        Assert.Equal("d198", _state.Unreported[^1].DeployId);
    }

    [Theory]
    [InlineData(1, 0, 5)]
    [InlineData(1, 1, 10)]
    [InlineData(3, 1, 40)]
    [InlineData(50, 1, 600)]
    public void Pauses_grow_and_end_growing(int attempt, double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new DeployRetryPolicy().PauseAfter(attempt, chance));

    private static string Commit(char letter) => new(letter, 40);

    private static DeployManifest Manifest(char commit) => new() { Url = "https://example.org/a", CommitId = Commit(commit), RelativePath = "app" };

    private DateTimeOffset At() => Start.AddSeconds(_seconds++);

    private void Restart(char? running = null) => Do(new DeployCommand.StartAgent(At(), running is { } c ? Commit(c) : null, running is null ? null : true, null), forget: true);

    private void Take(string deployId, char commit, long zxid, long? insteadOf = null) =>
        Do(new DeployCommand.TakeManifest(At(), deployId, Manifest(commit), new Zxid(zxid), 1) { InsteadOf = insteadOf is { } known ? new Zxid(known) : null });

    private void Finish(string deployId, char commit) => Do(new DeployCommand.FinishWork(At(), deployId, Commit(commit), true, true));

    private void FailFor(string deployId, TimeSpan? pause) => Do(new DeployCommand.FailWork(At(), deployId, new(DeployErrorIds.RemoteUnreachable, "no route"), null, pause));

    private void Do(DeployCommand command, bool forget = false)
    {
        if (forget) _events.Clear();
        foreach (var e in DeployDecider.Decide(_state, command))
        {
            _state = DeployDecider.Evolve(_state, e);
            _events.Add(e);
        }
    }

    /// <summary>What was said since it was last asked.</summary>
    private List<string> Said()
    {
        var said = _events.ConvertAll(e => $"{e.GetType().Name} {e.Deploy}".Trim());
        _events.Clear();
        return said;
    }
}
