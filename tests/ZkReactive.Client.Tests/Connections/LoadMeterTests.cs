using ZkReactive.Client.Connections;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Client.Tests.Connections;

public class LoadMeterTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly LoadMeter _meter;

    public LoadMeterTests() => _meter = new LoadMeter(_time);

    [Fact]
    public void Note_ManyReceivesWithManyRequestsInAShortTime_IsLoad() =>
        Assert.True(NoteAll(LoadMeter.FewestWaiting, LoadMeter.Within / LoadMeter.Receives));

    [Fact]
    public void Note_FewRequests_IsNone() =>
        Assert.False(NoteAll(LoadMeter.FewestWaiting - 1, TimeSpan.Zero));

    [Fact]
    public void Note_ManyRequestsNowAndThen_IsNone() =>
        Assert.False(NoteAll(LoadMeter.FewestWaiting, LoadMeter.Within / 2));

    [Fact]
    public void Note_AfterAPause_IsLoadOnlyWhenThePauseIsOver()
    {
        _meter.Pause(TimeSpan.FromSeconds(1));
        Assert.False(NoteAll(LoadMeter.FewestWaiting, TimeSpan.Zero));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(NoteAll(LoadMeter.FewestWaiting, TimeSpan.Zero));
    }

    private bool NoteAll(int waiting, TimeSpan apart)
    {
        var found = false;
        for (var i = 0; i < LoadMeter.Receives; i++)
        {
            if (i > 0) _time.Advance(apart);
            found |= _meter.Note(waiting);
        }

        return found;
    }
}
