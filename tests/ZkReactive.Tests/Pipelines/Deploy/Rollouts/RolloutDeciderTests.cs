using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Rollouts;

namespace ZkReactive.Tests.Pipelines.Deploy.Rollouts;

public sealed class RolloutDeciderTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RolloutPlan Plan = new(2, 3, 1, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.Zero);
    private static readonly RolloutSight Empty = new() { Gate = 1, Agent = "me", Now = Now };

    [Fact]
    public void Decide_WithNothingThere_Starts() => Assert.IsType<RolloutMove.Start>(RolloutDecider.Decide(Plan, Empty));

    [Fact]
    public void Decide_WhenHalted_WaitsForTheHalt() => Assert.Equal(Wait(RolloutWait.Halt), RolloutDecider.Decide(Plan, Empty with { IsHalted = true }));

    [Fact]
    public void Decide_WithAllCanariesAtWork_WaitsUntilOneLeavesOrIsLate() =>
        Assert.Equal(
            Wait(RolloutWait.Slot, Now - TimeSpan.FromMinutes(2) + TimeSpan.FromMinutes(5) + RolloutDecider.ExpelGrace),
            RolloutDecider.Decide(Plan, Empty with { Running = [Slot("a", 2), Slot("b", 1)], Started = 2 }));

    [Fact]
    public void Decide_WithACanaryToReplace_Starts() =>
        Assert.IsType<RolloutMove.Start>(RolloutDecider.Decide(Plan, Empty with { Running = [Slot("a", 1)], Started = 2, Failed = 1 }));

    [Fact]
    public void Decide_WithCanariesThrough_LooksForTheSoakBeginsItAndWaitsForItsEnd()
    {
        var sight = Empty with { Started = 2, Succeeded = 2 };
        Assert.IsType<RolloutMove.ReadSoak>(RolloutDecider.Decide(Plan, sight));
        sight = sight with { IsSoakRead = true };
        Assert.IsType<RolloutMove.BeginSoak>(RolloutDecider.Decide(Plan, sight));
        sight = sight with { SoakSince = Now - TimeSpan.FromSeconds(59) };
        Assert.Equal(Wait(RolloutWait.Soak, Now + TimeSpan.FromSeconds(1)), RolloutDecider.Decide(Plan, sight));
        Assert.IsType<RolloutMove.Start>(RolloutDecider.Decide(Plan, sight with { SoakSince = Now - TimeSpan.FromSeconds(60) }));
    }

    [Fact]
    public void Decide_WithABatchAtWork_Waits()
    {
        var sight = Empty with { Started = 5, Succeeded = 2, IsSoakRead = true, SoakSince = Now - TimeSpan.FromHours(1) };
        Assert.IsType<RolloutMove.Start>(RolloutDecider.Decide(Plan, sight with { Running = [Slot("a", 1), Slot("b", 1)], Started = 4 }));
        Assert.Equal(RolloutWait.Slot, Assert.IsType<RolloutMove.Wait>(RolloutDecider.Decide(Plan, sight with { Running = [Slot("a", 1), Slot("b", 1), Slot("c", 1)] })).Why);
    }

    [Fact]
    public void Decide_WithMoreFailuresThanAreBorne_HaltsUnlessTheyWereForgiven()
    {
        var sight = Empty with { Started = 2, Failed = 2 };
        Assert.IsType<RolloutMove.ReadForgiven>(RolloutDecider.Decide(Plan, sight));
        Assert.Equal("2 agents failed; 1 is borne among the canaries.", Assert.IsType<RolloutMove.Halt>(RolloutDecider.Decide(Plan, sight with { Forgiven = 0 })).Reason);
        Assert.IsType<RolloutMove.Start>(RolloutDecider.Decide(Plan, sight with { Forgiven = 1 }));
    }

    [Fact]
    public void Decide_WithAFailedCanaryAndNoLimit_HaltsButBearsFailuresLater()
    {
        var plan = Plan with { MaxFailures = null };
        Assert.IsType<RolloutMove.Halt>(RolloutDecider.Decide(plan, Empty with { Started = 1, Failed = 1, Forgiven = 0 }));
        Assert.IsType<RolloutMove.Start>(RolloutDecider.Decide(plan with { Soak = TimeSpan.Zero }, Empty with { Started = 9, Failed = 7, Succeeded = 2 }));
    }

    [Fact]
    public void Decide_WithAgentsGoneInTheMiddle_GivesThemTimeAndThenHalts()
    {
        var sight = Empty with { Started = 2, Forgiven = 0 };
        Assert.Equal(Wait(RolloutWait.Lost, Now + RolloutDecider.LostGrace), RolloutDecider.Decide(Plan, sight));
        Assert.Equal(Wait(RolloutWait.Lost, Now + TimeSpan.FromSeconds(1)), RolloutDecider.Decide(Plan, sight with { LostSince = Now + TimeSpan.FromSeconds(1) - RolloutDecider.LostGrace }));
        Assert.Equal(
            "2 went away in the middle of it; 1 is borne among the canaries.",
            Assert.IsType<RolloutMove.Halt>(RolloutDecider.Decide(Plan, sight with { LostSince = Now - RolloutDecider.LostGrace })).Reason);
    }

    [Fact]
    public void Decide_OfTheOneThatCameBack_DoesNotCountItselfAsLost()
    {
        Assert.IsType<RolloutMove.Start>(RolloutDecider.Decide(Plan with { MaxFailures = 0 }, Empty with { Started = 1, IsReturning = true }));
        // Its slot of before it was killed is still there: neither lost, nor in its way.
        Assert.IsType<RolloutMove.Start>(RolloutDecider.Decide(Plan with { MaxFailures = 0, Canaries = 1 }, Empty with { Started = 1, IsReturning = true, Running = [Slot("me", 1)] }));
    }

    [Fact]
    public void Decide_WithAHolderThatHangs_TakesItsSlot()
    {
        var late = Slot("a", 6);
        var move = Assert.IsType<RolloutMove.Expel>(RolloutDecider.Decide(Plan, Empty with { Started = 2, Running = [late, Slot("b", 1)] }));
        Assert.Equal([late], move.Slots);
    }

    [Fact]
    public void Of_ReadsZeroesAsNone()
    {
        var plan = RolloutPlan.Of(new DeployStrategy { Canary = 0, BatchSize = 0, TimeoutSeconds = 0, SoakSeconds = 0, SplaySeconds = 0 });
        Assert.Equal(RolloutPlan.AtOnce, plan);
        Assert.False(plan.IsQueued);
        Assert.Equal(0, RolloutPlan.Of(new DeployStrategy { MaxFailures = 0 }).MaxFailures);
    }

    [Fact]
    public void Of_WhereAgentsWait_HasATimeoutAlways()
    {
        Assert.NotNull(RolloutPlan.Of(new DeployStrategy { BatchSize = 1 }).Timeout);
        Assert.Null(RolloutPlan.Of(new DeployStrategy { MaxFailures = 1 }).Timeout);
        Assert.Equal(TimeSpan.FromDays(30), RolloutPlan.Of(new DeployStrategy { TimeoutSeconds = double.MaxValue }).Timeout);
    }

    [Theory]
    [InlineData("web-1")]
    [InlineData("a")]
    [InlineData("1-2-0000000003")]
    public void SlotNames_AreReadBack(string agent)
    {
        var name = RolloutSlotName.Prefix(agent, Now) + "0000000007";
        Assert.Equal(new RolloutSlotName(name, agent, Now), RolloutSlotName.TryParse(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0000000007")]
    [InlineData("x-web-0000000007")]
    [InlineData("99999999999999999999-web-0000000007")]
    public void OtherNames_AreNoSlots(string name) => Assert.Null(RolloutSlotName.TryParse(name));

    [Fact]
    public void Queue_HasReturningAgentsFirstAndGoesAcrossTheWrap() =>
        Assert.Equal(
            ["a-x-0000000009", "b-z-2147483647", "b-y--2147483648"],
            RolloutEntryName.Queue(["b-y--2147483648", "stranger", "b-z-2147483647", "a-x-0000000009"]).Select(entry => entry.Name));

    private static RolloutMove.Wait Wait(RolloutWait why, DateTimeOffset? until = null) => new(why, until);

    private static RolloutSlotName Slot(string agent, int minutesAgo) =>
        RolloutSlotName.TryParse(RolloutSlotName.Prefix(agent, Now - TimeSpan.FromMinutes(minutesAgo)) + "0000000001")!;
}
