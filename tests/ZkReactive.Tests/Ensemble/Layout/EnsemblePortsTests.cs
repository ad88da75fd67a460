using ZkReactive.Ensemble;
using ZkReactive.Ensemble.Layout;

namespace ZkReactive.Tests.Ensemble.Layout;

public class EnsemblePortsTests
{
    [Fact]
    public void Choose_ThreeOnTheUsualPorts_AreTheUsualThreeConfigurations() =>
        Assert.Equal([(2181, 2888, 3888), (2182, 2899, 3899), (2183, 2877, 3877)], EnsemblePorts.Choose(3, 2181, Free(), NoneAsked));

    [Fact]
    public void Choose_AnotherBasePort_MovesThePeersToo() =>
        Assert.Equal([(3181, 3888, 4888), (3182, 3899, 4899), (3183, 3877, 4877)], EnsemblePorts.Choose(3, 3181, Free(), NoneAsked));

    [Fact]
    public void Choose_PeerPortInUse_TakesTheNextPair() =>
        Assert.Equal([(2181, 2888, 3888), (2182, 2877, 3877), (2183, 2910, 3910)], EnsemblePorts.Choose(3, 2181, Free(3899), NoneAsked));

    [Fact]
    public void Choose_OneServer_HasNoPeerPorts() =>
        Assert.Equal([(2181, 0, 0)], EnsemblePorts.Choose(1, 2181, Free(), NoneAsked));

    [Fact]
    public void Choose_ClientPortInUse_SaysWhichAndWhatToDo()
    {
        var error = Assert.Throws<EnsembleException>(() => EnsemblePorts.Choose(3, 2181, Free(2182), NoneAsked));
        Assert.Equal(EnsembleErrorIds.PortTaken, error.ErrorId);
        Assert.Contains("2182 of server 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_BasePortZero_TakesAnyPort()
    {
        var next = 50_000;
        var chosen = EnsemblePorts.Choose(3, 0, _ => throw new InvalidOperationException(), () => next++);
        Assert.Equal(9, chosen.SelectMany(ports => new[] { ports.Client, ports.Quorum, ports.Election }).Distinct().Count());
    }

    [Fact]
    public void Choose_FifteenServers_AllDiffer()
    {
        var chosen = EnsemblePorts.Choose(15, 2181, Free(), NoneAsked);
        Assert.Equal(45, chosen.SelectMany(ports => new[] { ports.Client, ports.Quorum, ports.Election }).Distinct().Count());
    }

    private static Func<int, bool> Free(params int[] inUse)
    {
        var taken = inUse.ToHashSet();
        return taken.Add;
    }

    private static int NoneAsked() => throw new InvalidOperationException("no arbitrary port was asked for");
}
