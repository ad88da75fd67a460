using ZkReactive.Pipelines.Deploy.Git;

namespace ZkReactive.Tests.Pipelines.Deploy.Git;

public sealed class GitResultTests
{
    [Fact]
    public void Said_ErrorsBeforeAdvice_KeepsTheErrorThatSaysWhy()
    {
        var result = Failed("""
            fatal: '/srv/gone.git' does not appear to be a git repository
            fatal: Could not read from remote repository.

            Please make sure you have the correct access rights
            and the repository exists.
            """);

        Assert.Equal("fatal: '/srv/gone.git' does not appear to be a git repository | fatal: Could not read from remote repository.", result.Said);
    }

    [Fact]
    public void Said_NoLineMarkedAsError_GivesTheLastLines()
    {
        Assert.Equal("two | three | four", Failed("one\ntwo\nthree\nfour\n").Said);
    }

    [Fact]
    public void Said_Nothing_GivesTheExitCode()
    {
        Assert.Equal("git ended with exit code 128 and said nothing", Failed("").Said);
    }

    private static GitResult Failed(string error) => new(128, "", error);
}
