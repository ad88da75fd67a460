using ZkReactive.Pipelines.Discovery;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Pipelines.Discovery;

public sealed class ServiceDeciderTests
{
    private static readonly ServiceRules Rules = new(Rise: 2, Fall: 3);
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;
    private static readonly SessionId Session = new(0x51);
    private static readonly SessionId Stranger = new(0x99);

    private ServiceState _state = ServiceState.Empty;
    private readonly List<ServiceEvent> _events = [];

    [Fact]
    public void It_is_created_only_after_enough_probes_in_a_row()
    {
        Connect();
        Probe(true);
        Probe(false);
        Probe(true);
        Assert.Equal(ServiceStep.None, _state.Doing);
        Probe(true);
        Assert.Equal(ServiceStep.Create, _state.Doing);
    }

    [Fact]
    public void It_is_removed_only_after_enough_failures_in_a_row_and_a_success_in_between_counts_for_nothing_lost()
    {
        Register();
        Probe(false);
        Probe(false);
        Probe(true);
        Probe(false);
        Probe(false);
        Assert.Equal(ServiceStep.None, _state.Doing);
        Probe(false);
        Assert.Equal(ServiceStep.Remove, _state.Doing);
    }

    [Fact]
    public void Probes_that_confirm_what_is_known_are_no_events()
    {
        Register();
        _events.Clear();
        for (var i = 0; i < 10; i++) Probe(true);
        Assert.Empty(_events);
    }

    [Fact]
    public void Down_for_another_reason_is_told_once()
    {
        Connect();
        for (var i = 0; i < 5; i++) See(new ServiceCommand.ReportProbe(At, ProbeResult.Down("connection refused")));
        _events.Clear();
        for (var i = 0; i < 5; i++) See(new ServiceCommand.ReportProbe(At, ProbeResult.Down("the certificate is refused")));
        Assert.Equal([new ServiceEvent.HealthChanged(At, ServiceHealth.Unhealthy, "the certificate is refused")], _events);
        Assert.Equal("the certificate is refused", _state.Detail);
    }

    [Fact]
    public void A_plain_reconnect_takes_no_step_at_all()
    {
        Register();
        _events.Clear();
        See(new ServiceCommand.SeeSession(At, Session, CanWrite: false, HasEnded: false, 0));
        See(new ServiceCommand.SeeSession(At, Session, CanWrite: true, HasEnded: false, 0));
        Assert.DoesNotContain(_events, e => e is ServiceEvent.StepStarted or ServiceEvent.Lost);
        Assert.True(_state.IsRegistered);
    }

    [Fact]
    public void After_an_expiry_it_is_created_at_once_on_the_next_session()
    {
        Register();
        See(new ServiceCommand.SeeSession(At, Session, CanWrite: false, HasEnded: true, 0));
        Assert.Contains(_events, e => e is ServiceEvent.Lost { ByExpiry: true });
        See(new ServiceCommand.SeeSession(At, new SessionId(0x52), CanWrite: true, HasEnded: false, 0));
        Assert.Equal(ServiceStep.Create, _state.Doing);
    }

    [Fact]
    public void The_watchs_old_news_of_a_node_that_went_with_its_session_is_not_believed()
    {
        Register();
        var before = _state.Node;
        See(new ServiceCommand.SeeSession(At, Session, CanWrite: false, HasEnded: true, 0));
        _events.Clear();
        See(new ServiceCommand.SeeNode(At, before));
        Assert.Empty(_events);
        Assert.False(_state.IsRegistered);
    }

    [Fact]
    public void A_node_left_by_an_earlier_session_of_its_own_is_replaced()
    {
        Register();
        See(new ServiceCommand.SeeSession(At, new SessionId(0x52), CanWrite: true, HasEnded: false, 0));
        See(new ServiceCommand.FinishStep(At, ServiceStep.Create, new ServiceNodeView.Unknown(IsOccupied: true)));
        Assert.Equal(ServiceStep.Look, _state.Doing);
        See(new ServiceCommand.FinishStep(At, ServiceStep.Look, Present(Session, 10, ServiceNodeContent.Same)));
        Assert.Equal(ServiceStep.Replace, _state.Doing);
    }

    [Fact]
    public void A_create_whose_answer_was_lost_is_tried_again_and_found_to_be_done()
    {
        Connect();
        Probe(true);
        Probe(true);
        See(new ServiceCommand.FailStep(At, ServiceStep.Create, "ZkConnectionLoss", "lost"));
        Assert.True(_state.IsPaused);
        See(new ServiceCommand.SeeSession(At, Session, CanWrite: false, HasEnded: false, 0));
        See(new ServiceCommand.SeeSession(At, Session, CanWrite: true, HasEnded: false, 0));
        Assert.Equal(ServiceStep.Create, _state.Doing);
        See(new ServiceCommand.FinishStep(At, ServiceStep.Create, new ServiceNodeView.Unknown(IsOccupied: true)));
        See(new ServiceCommand.FinishStep(At, ServiceStep.Look, Present(Session, 10, ServiceNodeContent.Same)));
        Assert.True(_state.IsRegistered);
        Assert.Equal(ServiceStep.None, _state.Doing);
        Assert.Single(_events, e => e is ServiceEvent.Registered);
    }

    [Fact]
    public void Stopped_while_a_creates_answer_is_lost_it_looks_and_removes()
    {
        Connect();
        Probe(true);
        Probe(true);
        See(new ServiceCommand.Stop(At));
        Assert.False(_state.IsStopped);
        See(new ServiceCommand.FailStep(At, ServiceStep.Create, "ZkConnectionLoss", "lost"));
        See(new ServiceCommand.Resume(At));
        Assert.Equal(ServiceStep.Look, _state.Doing);
        See(new ServiceCommand.FinishStep(At, ServiceStep.Look, Present(Session, 10, ServiceNodeContent.Same)));
        Assert.Equal(ServiceStep.Remove, _state.Doing);
        See(new ServiceCommand.FinishStep(At, ServiceStep.Remove, new ServiceNodeView.Absent(Zxid.None)));
        Assert.True(_state.IsStopped);
    }

    [Fact]
    public void Stopped_after_a_lost_create_an_absence_that_the_watch_saw_before_it_is_not_believed()
    {
        Connect();
        Probe(true);
        Probe(true);
        See(new ServiceCommand.FailStep(At, ServiceStep.Create, "ZkConnectionLoss", "lost"));
        See(new ServiceCommand.SeeNode(At, new ServiceNodeView.Absent(new Zxid(5))));
        See(new ServiceCommand.Stop(At));
        Assert.False(_state.IsStopped);
        Assert.Equal(ServiceStep.Look, _state.Doing);
    }

    [Fact]
    public void Deleted_by_hand_it_comes_back()
    {
        Register();
        See(new ServiceCommand.SeeNode(At, new ServiceNodeView.Absent(new Zxid(20))));
        Assert.Contains(_events, e => e is ServiceEvent.Lost { ByExpiry: false });
        Assert.Equal(ServiceStep.Create, _state.Doing);
    }

    [Fact]
    public void An_absence_from_before_the_create_is_not_believed()
    {
        Register();
        _events.Clear();
        See(new ServiceCommand.SeeNode(At, new ServiceNodeView.Absent(new Zxid(5))));
        Assert.Empty(_events);
    }

    [Fact]
    public void A_strangers_node_is_left_alone_named_and_taken_when_it_goes()
    {
        Connect();
        Probe(true);
        Probe(true);
        See(new ServiceCommand.FinishStep(At, ServiceStep.Create, new ServiceNodeView.Unknown(IsOccupied: true)));
        See(new ServiceCommand.FinishStep(At, ServiceStep.Look, Present(Stranger, 10, ServiceNodeContent.Other)));
        var refused = Assert.Single(_events.OfType<ServiceEvent.Refused>());
        Assert.Equal((Stranger, ServiceErrorIds.NodeTaken), (refused.Owner, refused.ErrorId));
        Assert.Contains("0x99", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ServiceStep.None, _state.Doing);
        See(new ServiceCommand.SeeNode(At, new ServiceNodeView.Absent(new Zxid(11))));
        Assert.Equal(ServiceStep.Create, _state.Doing);
    }

    [Fact]
    public void The_same_address_and_port_is_waited_for_and_refused_when_it_lives_too_long()
    {
        Connect();
        Probe(true);
        Probe(true);
        See(new ServiceCommand.FinishStep(At, ServiceStep.Create, new ServiceNodeView.Unknown(IsOccupied: true)));
        See(new ServiceCommand.FinishStep(At, ServiceStep.Look, Present(Stranger, 10, ServiceNodeContent.SameEndPoint)));
        Assert.Single(_events, e => e is ServiceEvent.PredecessorAwaited);
        See(new ServiceCommand.LosePatience(At, Stranger));
        Assert.Single(_events, e => e is ServiceEvent.Refused);
        See(new ServiceCommand.LosePatience(At, Stranger));
        Assert.Single(_events, e => e is ServiceEvent.Refused);
    }

    [Fact]
    public void A_node_that_no_session_keeps_is_refused()
    {
        Connect();
        Probe(true);
        Probe(true);
        See(new ServiceCommand.FinishStep(At, ServiceStep.Create, new ServiceNodeView.Unknown(IsOccupied: true)));
        See(new ServiceCommand.FinishStep(At, ServiceStep.Look, Present(SessionId.None, 10, ServiceNodeContent.Same)));
        Assert.Equal(ServiceErrorIds.NodeNotEphemeral, Assert.Single(_events.OfType<ServiceEvent.Refused>()).ErrorId);
    }

    [Fact]
    public void A_predecessor_is_not_touched_before_the_probes_have_said_anything_and_removed_when_they_say_no()
    {
        _state = ServiceDecider.Begin(Stranger);
        Connect();
        See(new ServiceCommand.SeeNode(At, Present(Stranger, 10, ServiceNodeContent.SameEndPoint)));
        Assert.Equal(ServiceStep.None, _state.Doing);
        for (var i = 0; i < 3; i++) Probe(false);
        Assert.Equal(ServiceStep.Remove, _state.Doing);
    }

    [Fact]
    public void Data_that_somebody_changed_is_written_again()
    {
        Register();
        See(new ServiceCommand.SeeNode(At, Present(Session, 10, ServiceNodeContent.Other) with { Mzxid = new Zxid(30), Version = 1 }));
        Assert.Equal(ServiceStep.Write, _state.Doing);
    }

    [Fact]
    public void The_events_alone_give_the_state()
    {
        Register();
        See(new ServiceCommand.SeeNode(At, new ServiceNodeView.Absent(new Zxid(20))));
        See(new ServiceCommand.FinishStep(At, ServiceStep.Create, Present(Session, 21, ServiceNodeContent.Same)));
        See(new ServiceCommand.Stop(At));
        Assert.Equal(_state, _events.Aggregate(ServiceState.Empty, ServiceDecider.Evolve));
    }

    private void Register()
    {
        Connect();
        Probe(true);
        Probe(true);
        See(new ServiceCommand.FinishStep(At, ServiceStep.Create, Present(Session, 10, ServiceNodeContent.Same)));
        Assert.True(_state.IsRegistered);
    }

    private void Connect() => See(new ServiceCommand.SeeSession(At, Session, CanWrite: true, HasEnded: false, 0));

    private void Probe(bool isUp) => See(new ServiceCommand.ReportProbe(At, new ProbeResult(isUp, "")));

    private static ServiceNodeView.Present Present(SessionId owner, long zxid, ServiceNodeContent content) => new(owner, 0, new Zxid(zxid), new Zxid(zxid), content);

    private void See(ServiceCommand command)
    {
        foreach (var e in ServiceDecider.Decide(_state, Rules, command))
        {
            _state = ServiceDecider.Evolve(_state, e);
            _events.Add(e);
        }
    }
}
