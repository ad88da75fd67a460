using static ZkReactive.Tests.Coordination.History.HistoryKind;
using static ZkReactive.Tests.Coordination.History.HistoryOutcome;

namespace ZkReactive.Tests.Coordination.History;

/// <summary>Made-up histories, good and bad. Times are numbers; the session time-out is 100.</summary>
public sealed class HistoryCheckerTests
{
    [Fact]
    public void TurnsOneAfterTheOther_AreGood() =>
        AssertGood(Hold("a", "a1", 0, 10, 50, 1), Hold("b", "b1", 5, 51, 90, 2), Hold("a", "a2", 52, 95, 120, 3));

    [Fact]
    public void OneTokenForTwo_IsBad() =>
        AssertBad("token 1 was given to a1 and b1", Hold("a", "a1", 0, 10, 20, 1), Hold("b", "b1", 5, 30, 40, 1));

    [Fact]
    public void AHoldReliedUponAfterTheNextWasGot_IsBad() =>
        AssertBad("a1 with token 1 was relied upon at 60, after b1 had got token 2 at 51", Hold("a", "a1", 0, 10, 60, 1), Hold("b", "b1", 5, 51, 90, 2));

    [Fact]
    public void AHoldReliedUponAfterOneLongPastItsNext_IsBad() =>
        AssertBad("after c1 had got token 3", Hold("a", "a1", 0, 10, 200, 1), Hold("b", "b1", 5, 1000, 1000, 2), Hold("c", "c1", 5, 150, 160, 3));

    [Fact]
    public void AHoldOfAProcessThatDidNotRun_MayBeReliedUponTooLong()
    {
        HistoryEvent[] late = [.. Hold("a", "a1", 0, 10, 160, 1), .. Hold("b", "b1", 5, 151, 190, 2)];
        AssertGood(late, [Stall("a", 20, 155)]);
        AssertBad("relied upon at 160", late, [Stall("b", 20, 155)]);

        // Long before: it had time to hear.
        AssertBad("relied upon at 160", late, [Stall("a", 20, 50)]);
    }

    [Fact]
    public void AHoldWhoseSessionSomebodyElseEnded_MayBeReliedUponForAMoment()
    {
        HistoryEvent[] ended = [new(55, "chaos", "", SessionsEnded, "", 50)];
        AssertGood(Hold("a", "a1", 0, 10, 60, 1), Hold("b", "b1", 5, 52, 90, 2), ended);
        AssertBad("relied upon at 81", Hold("a", "a1", 0, 10, 81, 1), Hold("b", "b1", 5, 52, 90, 2), ended);
        AssertBad("relied upon at 60", Hold("a", "a1", 0, 10, 60, 1), Hold("b", "b1", 5, 40, 90, 2), ended);
    }

    [Fact]
    public void ATokenLessThanThatOfOneWhoWasDoneBeforeTheAsking_IsBad() =>
        AssertBad("b1 was asked for after a1 was got, but has token 4, less than 5", Hold("a", "a1", 0, 10, 20, 5), Hold("b", "b1", 30, 40, 50, 4));

    [Fact]
    public void TwoLocks_HaveNothingToDoWithEachOther() =>
        AssertGood(Hold("a", "a1", 0, 10, 60, 1), [.. Hold("b", "b1", 5, 20, 50, 2).Select(one => one with { Resource = "other" })]);

    [Fact]
    public void ItemsPutAndCompletedOnce_AreGood() =>
        AssertGood(Put("x", Done), Complete("a", "x", Refused), Complete("b", "x", Done), Put("y", Done), Complete("a", "y", Done));

    [Fact]
    public void AnItemThatNobodyCompletes_IsLost() => AssertBad("item x was put and is lost", Put("x", Done), Complete("a", "x", Refused));

    [Fact]
    public void AnItemCompletedTwice_IsDoubled() =>
        AssertBad("item x was completed 2 times", Put("x", Done), Complete("a", "x", Done), Complete("b", "x", Done));

    [Fact]
    public void AnItemCompletedTwiceByOne_IsDoubled() =>
        AssertBad("item x was completed 2 times", Put("x", Done), Complete("a", "x", Done), Complete("a", "x", Done));

    [Fact]
    public void AnItemOfUnknownOutcome_MayBeThereOrNot()
    {
        AssertGood(Put("x", Unknown));
        AssertGood(Put("x", Unknown), Complete("a", "x", Done));
        AssertGood(Put("x", Done), Complete("a", "x", Unknown), Complete("b", "x", Refused));
        AssertGood(Put("x", Done), Complete("a", "x", Unknown), Complete("b", "x", Done));
        AssertBad("completed 2 times", Put("x", Unknown), Complete("a", "x", Done), Complete("b", "x", Done));
    }

    [Fact]
    public void AnAttemptThatWasNeverAnswered_CountsAsUnknown()
    {
        AssertGood(Put("x", Done), [Event(CompleteAsked, "a", "x")]);
        AssertGood([Event(PutAsked, "p", "x")], Complete("a", "x", Done));
    }

    [Fact]
    public void AnItemFromNowhere_IsBad()
    {
        AssertBad("item x was worked on, but nobody put it", Complete("a", "x", Done));
        AssertBad("item x was not put, but worked on", Put("x", Refused), Complete("a", "x", Done));
    }

    [Fact]
    public void StepsThatAddUp_AreGood()
    {
        AssertGood(Step("s1", 0, 1, 1), Step("s2", 0, 3, 2), Step("s3", 2, 5, 3), Total(3));
        AssertGood(Step("s1", 0, 1, 1), Step("s2", 2, 3, 0, Unknown), Step("s3", 4, 5, 3), Total(3));
        AssertGood(Step("s1", 0, 1, 1), Step("s2", 2, 3, 0, Unknown), Step("s3", 4, 5, 2), Total(2));
        AssertGood(Step("s1", 0, 1, 1), [Event(StepAsked, "a", "s2")], Total(2));
    }

    [Fact]
    public void AStepLost_IsBad() => AssertBad("it is 1 in the end, but 2 to 2 steps were taken", Step("s1", 0, 1, 1), Step("s2", 2, 3, 2), Total(1));

    [Fact]
    public void AStepDoubled_IsBad() => AssertBad("it is 3 in the end, but 1 to 2 steps were taken", Step("s1", 0, 1, 1), Step("s2", 2, 3, 0, Unknown), Total(3));

    [Fact]
    public void ARefusedStepThatCounts_IsBad() => AssertBad("it is 2 in the end, but 1 to 1 steps were taken", Step("s1", 0, 1, 1), Step("s2", 2, 3, 0, Refused), Total(2));

    [Fact]
    public void OneNumberForTwoSteps_IsBad() => AssertBad("1 was the number after s1 and s2", Step("s1", 0, 3, 1), Step("s2", 1, 2, 1), Total(2));

    [Fact]
    public void ANumberThatGoesBack_IsBad() => AssertBad("s2 was asked for after s1 had made it 2, but made it 1", Step("s1", 0, 1, 2), Step("s2", 2, 3, 1), Total(2));

    private static HistoryEvent[] Hold(string process, string id, long asked, long taken, long trusted, long token) =>
    [
        new(asked, process, "lock", HoldAsked, id), new(taken, process, "lock", HoldTaken, id, token), new(trusted, process, "lock", HoldTrusted, id),
    ];

    private static HistoryEvent Stall(string process, long from, long to) => new(to, process, "", Stalled, "", from);

    private static HistoryEvent[] Put(string item, HistoryOutcome outcome) => [Event(PutAsked, "p", item), Event(PutDone, "p", item) with { Outcome = outcome }];

    private static HistoryEvent[] Complete(string process, string item, HistoryOutcome outcome) =>
        [Event(CompleteAsked, process, item), Event(CompleteDone, process, item) with { Outcome = outcome }];

    private static HistoryEvent[] Step(string id, long asked, long done, long value, HistoryOutcome outcome = Done) =>
        [Event(StepAsked, "a", id) with { At = asked }, Event(StepDone, "a", id) with { At = done, Number = value, Outcome = outcome }];

    private static HistoryEvent[] Total(long value) => [Event(HistoryKind.Total, "a", "") with { Number = value }];

    private static HistoryEvent Event(HistoryKind kind, string process, string id) => new(0, process, "thing", kind, id);

    private static void AssertGood(params HistoryEvent[][] events) => Assert.Empty(HistoryChecker.Check(events.SelectMany(one => one), 100));

    private static void AssertBad(string what, params HistoryEvent[][] events) =>
        Assert.Contains(HistoryChecker.Check(events.SelectMany(one => one), 100), found => found.Contains(what, StringComparison.Ordinal));
}
