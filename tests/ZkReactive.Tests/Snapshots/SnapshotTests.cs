using Xunit.Sdk;
using ZkReactive.TestKit.Snapshots;

namespace ZkReactive.Tests.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("snapshot-");

    private string TestFile => Path.Combine(_directory.FullName, "SomeTests.cs");

    private string Verified => Path.Combine(_directory.FullName, "SomeTests.Member_x.verified.txt");

    private string Received => Path.Combine(_directory.FullName, "SomeTests.Member_x.received.txt");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Verify_NothingVerifiedYet_FailsAndLeavesTheReceivedText()
    {
        Assert.Throws<FailException>(() => Check("a\nb"));
        Assert.Equal("a\nb\n", File.ReadAllText(Received));
    }

    [Fact]
    public void Verify_SameText_PassesWhateverTheLineEndsAndTidiesUp()
    {
        File.WriteAllText(Verified, "a\r\nb\r\n");
        File.WriteAllText(Received, "old");
        Check("a\nb");
        Assert.False(File.Exists(Received));
    }

    [Fact]
    public void Verify_OtherText_FailsWithTheLinesThatDiffer()
    {
        File.WriteAllText(Verified, "1\n2\n3\n4\n5\n6\n7");
        var failure = Assert.Throws<FailException>(() => Check("1\n2\n3\n4\n5\nsix\n7"));
        Assert.EndsWith("…\n  4\n  5\n- 6\n+ six\n  7\n", failure.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private void Check(string text) => Snapshot.Verify(text, "x", TestFile, "Member");
}
