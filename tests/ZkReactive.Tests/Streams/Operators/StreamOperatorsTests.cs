using System.Globalization;
using System.Reactive;
using System.Reactive.Linq;
using System.Text;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.Streams.Operators;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Streams.Operators;

public class StreamOperatorsTests
{
    private readonly MarbleTable _table = new();

    [Fact]
    [Trait("Trap", "14")]
    public void Parse_BadInput_IsAnElementAndTheStreamGoesOn()
    {
        var source = _table.Cold((10, "1"), (20, "x"), (30, "3"));
        var result = _table.Run(() => source.Parse(text => int.Parse(text, CultureInfo.InvariantCulture)).Select(parsed => parsed switch
        {
            Parsed<string, int>.Good good => $"{good.Value}",
            Parsed<string, int>.Bad bad => $"bad {bad.Source} {bad.Error.GetType().Name}",
            _ => "?",
        }));
        Assert.Equal("110 1\n120 bad x FormatException\n130 3", result);
        Assert.Equal("100-1000", source.Subscriptions);
    }

    [Fact]
    public void RetryWithJitter_Failures_SubscribesAgainAfterGrowingPauses()
    {
        var source = _table.Cold((10, Notification.CreateOnError<string>(new TimeoutException())));
        var pauses = new List<long>();
        var result = _table.Run(() => source.RetryWithJitter(Options(100, 250, pauses)));
        Assert.Equal("", result);
        Assert.Equal("100-110, 210-220, 420-430, 680-690, 940-950", source.Subscriptions);
        Assert.Equal([100, 200, 250, 250, 250], pauses);
    }

    [Fact]
    public void RetryWithJitter_ElementArrives_PausesStartAnew()
    {
        var source = _table.Cold(
            (10, Notification.CreateOnNext("a")),
            (20, Notification.CreateOnError<string>(new TimeoutException())));
        var pauses = new List<long>();
        Assert.Equal("110 a\n230 a\n350 a", _table.Run(() => source.RetryWithJitter(Options(100, 250, pauses)), disposeAt: 400));
        Assert.Equal("100-120, 220-240, 340-360", source.Subscriptions);
        Assert.Equal([100, 100, 100], pauses);
    }

    [Fact]
    public void RetryWithJitter_DisposedInAPause_LeavesNothingBehind()
    {
        var source = _table.Cold((10, Notification.CreateOnError<string>(new TimeoutException())));
        _table.Run(() => source.RetryWithJitter(Options(100, 100, [])), disposeAt: 150);
        Assert.Equal("100-110", source.Subscriptions);
    }

    [Fact]
    public void RetryWithJitter_SourceCompletes_Completes()
    {
        var source = _table.Cold((10, Notification.CreateOnNext("a")), (20, Notification.CreateOnCompleted<string>()));
        Assert.Equal("110 a\n120 |", _table.Run(() => source.RetryWithJitter(Options(100, 100, []))));
    }

    [Theory]
    [InlineData(0.0, 50)]
    [InlineData(0.5, 75)]
    [InlineData(1.0, 100)]
    public void Delay_Jitter_LiesBetweenHalfAndAllOfThePause(double jitter, long ticks) => Assert.Equal(
        ticks,
        new RetryOptions { FirstDelay = TimeSpan.FromTicks(100), Jitter = () => jitter }.Delay(1).Ticks);

    [Fact]
    public void DistinctByVersion_SubscribedAgain_DropsWhatWasSeenAndMarksTheRestAsResync()
    {
        var source = _table.Cold(
            (10, Node(1, 1, "a", ChangeCause.Initial)),
            (20, Node(1, 2, "b", ChangeCause.Change)),
            (30, Node(1, 2, "b", ChangeCause.Initial)),
            (40, Node(5, 5, "c", ChangeCause.Initial)),
            (50, Node(5, 5, "d", ChangeCause.Resync)),
            (60, Absent(ChangeCause.Change)),
            (70, Absent(ChangeCause.Initial)));
        Assert.Equal(
            "110 Initial a\n120 Change b\n140 Resync c\n150 Resync d\n160 Change (absent)",
            _table.Run(() => source.DistinctByVersion().Select(c => c.Text())));
        Assert.Equal("100-1000", source.Subscriptions);
    }

    [Fact]
    public void DistinctByVersion_EachSubscription_BeginsAnew()
    {
        var distinct = _table.Cold((10, Node(1, 1, "a", ChangeCause.Initial))).DistinctByVersion();
        Assert.Equal("110 Initial a\n310 Initial a", _table.Run(() => distinct.Merge(Observable.Timer(TimeSpan.FromTicks(200), _table.Scheduler).SelectMany(_ => distinct)).Select(c => c.Text())));
    }

    private RetryOptions Options(long first, long max, List<long> pauses) => new()
    {
        FirstDelay = TimeSpan.FromTicks(first),
        MaxDelay = TimeSpan.FromTicks(max),
        TimeProvider = _table.TimeProvider,
        Jitter = () => 1,
        OnRetry = (_, pause) => pauses.Add(pause.Ticks),
    };

    private static NodeChange Node(long czxid, long mzxid, string data, ChangeCause cause) => new(
        ZkPath.Parse("/a"),
        new Stat(new Zxid(czxid), new Zxid(mzxid), 0, 0, 0, 0, 0, 0, data.Length, 0, new Zxid(czxid)),
        Encoding.UTF8.GetBytes(data),
        new Zxid(mzxid),
        cause);

    private static NodeChange Absent(ChangeCause cause) => new(ZkPath.Parse("/a"), null, default, new Zxid(9), cause);
}
