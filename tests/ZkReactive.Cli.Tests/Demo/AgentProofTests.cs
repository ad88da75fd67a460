using ZkReactive.Cli.Demo;
using ZkReactive.Cli.Tests.Support;

namespace ZkReactive.Cli.Tests.Demo;

public sealed class AgentProofTests : IDisposable
{
    private readonly GitRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task Target_OnTheCommitAndClean_IsProven()
    {
        var proof = await AgentProof.TakeAsync(_repository.Path, CancellationToken.None);

        Assert.True(proof.Shows(_repository.Head));
        Assert.Empty(proof.Found);
    }

    [Fact]
    public async Task Target_OnAnotherCommit_IsNotProven() =>
        Assert.False((await AgentProof.TakeAsync(_repository.Path, CancellationToken.None)).Shows(_repository.Older));

    [Theory]
    [InlineData("version.txt")]
    [InlineData("untracked.txt")]
    public async Task Target_WithAChangedOrStrangeFile_IsNotProven(string file)
    {
        await File.WriteAllTextAsync(Path.Combine(_repository.Path, file), "tampered");

        var proof = await AgentProof.TakeAsync(_repository.Path, CancellationToken.None);

        Assert.False(proof.Shows(_repository.Head));
        Assert.Contains("1 files", proof.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_Missing_IsNotProven() =>
        Assert.Contains("there is no", (await AgentProof.TakeAsync(Path.Combine(_repository.Path, "missing"), CancellationToken.None)).Found, StringComparison.Ordinal);

    [Fact]
    public async Task Target_InsideAnotherRepository_IsNotProvenByThatOne()
    {
        var inside = Directory.CreateDirectory(Path.Combine(_repository.Path, "inside")).FullName;

        Assert.Contains("not the top", (await AgentProof.TakeAsync(inside, CancellationToken.None)).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Deploy_WithOneAgentOff_NamesItAndWhatGitSays()
    {
        var commit = new string('a', 40);
        var other = new string('b', 40);
        var status = new Pipelines.Deploy.DeployStatus { Path = "/p", Outcome = Pipelines.Deploy.DeployOutcome.Succeeded };
        var proofs = new Dictionary<string, AgentProof> { ["one"] = new(commit, true, ""), ["two"] = new(other, true, ""), ["three"] = new(null, false, "there is no /t") };

        var deploy = new DemoDeploy("d", commit, default, status, proofs, TimeSpan.Zero);

        Assert.Equal(["three: there is no /t", "two: git says bbbbbbbbbbbb, wanted aaaaaaaaaaaa"], deploy.Faults);
    }
}
