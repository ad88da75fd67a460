using ZkReactive.Pipelines.Policy;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Pipelines.Policy;

/// <summary>What an agent does about the sets it meets.</summary>
public sealed class PolicyDeciderTests
{
    private static readonly PolicySet One = Policies.Set(Policies.Acl("Acl1", "<otherwise next=\"one\"/>"));
    private static readonly PolicySet Two = Policies.Set(Policies.Acl("Acl1", "<otherwise next=\"two\"/>"));
    private static readonly PolicyFinding[] Bad = [new("Acl1", 1, 1, PolicySeverity.Error, PolicyErrorIds.NotXml, "bad")];
    private readonly List<PolicyEvent> _events = [];
    private PolicyState _state = PolicyState.Empty;

    [Fact]
    public void ABadSetNeverReplacesAGoodOne()
    {
        Take(One, 1);
        Refuse(2);
        Assert.Same(One, _state.Current);
        Assert.NotEmpty(_state.Refused);
        Take(Two, 3);
        Assert.Same(Two, _state.Current);
        Assert.Empty(_state.Refused);
        Assert.Equal(["SetApplied", "SetRejected", "SetApplied"], _events.Select(e => e.GetType().Name));
    }

    [Fact]
    public void TheSameSetReadAgainIsNoNews()
    {
        Take(One, 1);
        Take(One, 1);
        Refuse(2);
        Refuse(2);
        Assert.Equal(2, _events.Count);
        Refuse(3);
        Assert.Equal(3, _events.Count);
    }

    [Fact]
    public void GoingBackToTheGoodSetEndsTheRejection()
    {
        Take(One, 1);
        Refuse(2);
        Take(One, 3);
        Assert.Empty(_state.Refused);
        Assert.True(Assert.IsType<PolicyEvent.SetApplied>(_events[^1]).Difference.IsEmpty);
    }

    [Fact]
    public void ARestoredSetIsUsedUntilZooKeeperSaysOtherwise()
    {
        Do(new PolicyCommand.RestoreSet(default, One, new Zxid(1)));
        Assert.Same(One, _state.Current);
        Refuse(5);
        Assert.Same(One, _state.Current);
        Take(Two, 6);
        Assert.Same(Two, _state.Current);
    }

    [Fact]
    public void AFileNeverReplacesWhatZooKeeperSaid()
    {
        Take(Two, 6);
        Do(new PolicyCommand.RestoreSet(default, One, new Zxid(1)));
        Assert.Same(Two, _state.Current);
        Assert.Single(_events);
    }

    private void Take(PolicySet set, long zxid) => Do(new PolicyCommand.TakeSet(default, set, new Zxid(zxid)));

    private void Refuse(long zxid) => Do(new PolicyCommand.RefuseSet(default, Bad, new Zxid(zxid)));

    private void Do(PolicyCommand command)
    {
        var events = PolicyDecider.Decide(_state, command);
        _events.AddRange(events);
        _state = events.Aggregate(_state, PolicyDecider.Evolve);
    }
}
