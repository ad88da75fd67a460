using ZkReactive.Ensemble;

namespace ZkReactive.Tests.Ensemble.Doctor;

public sealed class DirectoryFindingsTests : IDisposable
{
    private const long Plenty = 100L << 30;

    private readonly EnsembleFolder _folder = new();
    private readonly ZkEnsemble _ensemble;

    public DirectoryFindingsTests() => _ensemble = ZkEnsemble.Create(new EnsembleOptions { Directory = _folder.New, BasePort = 0 });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_AsMade_IsAllWell()
    {
        var findings = Look(Plenty);
        Assert.Equal(["Disk", "Myid", "Peers"], findings.Select(finding => finding.Check).Order(StringComparer.Ordinal));
        Assert.All(findings, finding => Assert.Equal(FindingSeverity.Ok, finding.Severity));
    }

    [Theory]
    [InlineData("3\n", "'3'")]
    [InlineData("", "''")]
    [InlineData(null, "no myid file")]
    public void Of_WrongMyid_NamesTheServerAndTheFile(string? text, string word)
    {
        var file = Path.Combine(_ensemble.Servers[1].DataDirectory, "myid");
        if (text is null) File.Delete(file);
        else File.WriteAllText(file, text);
        var finding = Assert.Single(Look(Plenty), finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal(("Myid", _ensemble.Servers[1].ConnectString), (finding.Check, finding.Server));
        Assert.Contains(word, finding.Found, StringComparison.Ordinal);
        Assert.Contains($"Write 2 into {file}", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ConfigurationsThatDisagree_NamesTheOddOne()
    {
        var file = _ensemble.Servers[2].ConfigurationFile;
        File.WriteAllText(file, File.ReadAllText(file).Replace("server.1=localhost:", "server.1=otherhost:", StringComparison.Ordinal));
        var finding = Assert.Single(Look(Plenty), finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal("Peers", finding.Check);
        Assert.Contains("zoo3.cfg names other servers", finding.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_DiskNearlyFull_WarnsOfTheFullest()
    {
        var full = _ensemble.Servers[2].DataLogDirectory;
        var finding = Assert.Single(
            DirectoryFindings.Of(_ensemble, new DoctorOptions(), directory => directory == full ? 20L << 20 : Plenty), finding => finding.Severity == FindingSeverity.Warning);
        Assert.Equal(("Disk", _ensemble.Servers[2].ConnectString), (finding.Check, finding.Server));
        Assert.Contains("20 MB", finding.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_WithTheServersDown_StillLooksAtTheFiles()
    {
        File.Delete(Path.Combine(_ensemble.Servers[0].DataDirectory, "myid"));
        var findings = await EnsembleDoctor.ExamineAsync(new DoctorOptions { Client = new() { ConnectString = _ensemble.ConnectString }, Ensemble = _ensemble });
        Assert.Contains(findings, finding => finding is { Check: "Myid", Severity: FindingSeverity.Error });
        Assert.NotNull(DirectoryFindings.FreeBytes(_ensemble.Servers[0].DataDirectory));
    }

    private EnsembleFinding[] Look(long free) => [.. DirectoryFindings.Of(_ensemble, new DoctorOptions(), _ => free)];
}
