using System.Net.Sockets;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;

namespace ZkReactive.Cli.Tests;

public sealed class CliErrorsTests
{
    public static TheoryData<Exception, int, string> Table => new()
    {
        { new ConnectFailedException([], "m"), ExitCodes.NotConnected, "ZkConnectFailed" },
        { new ConnectionLossException(true, "m"), ExitCodes.NotConnected, "ZkConnectionLoss" },
        { new SessionExpiredException(new SessionId(1), TimeSpan.Zero, false, "m"), ExitCodes.NotConnected, "ZkSessionExpired" },
        { new ZkTimeoutException(TimeSpan.FromSeconds(1), "reply", "m"), ExitCodes.NotConnected, "ZkTimeout" },
        { new AuthFailedException(new SessionId(1), "digest", "m"), ExitCodes.Failed, "ZkAuthFailed" },
        { new NoNodeException(default, "m"), ExitCodes.Failed, "ZkNoNode" },
        { new NoAuthException(default, "m"), ExitCodes.Failed, "ZkNoAuth" },
        { new DeployException(DeployErrorIds.ManifestRefused, "m"), ExitCodes.Failed, "ZkDeployManifestRefused" },
        { new CliException("ZkX", 7, "m"), 7, "ZkX" },
        { new ArgumentException("m"), ExitCodes.Usage, "ZkInvalidArgument" },
        { new SocketException(1), ExitCodes.Failed, "ZkListenFailed" },
        { new UnauthorizedAccessException("m"), ExitCodes.Failed, "ZkAccessDenied" },
        { new IOException("m"), ExitCodes.Failed, "ZkInputOutput" },
        { new InvalidOperationException("m"), ExitCodes.Failed, "ZkUnexpected" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Exception_HasItsExitCodeAndId(Exception exception, int exitCode, string errorId)
    {
        Assert.Equal(exitCode, CliErrors.ExitCode(exception));
        Assert.Equal(errorId, CliErrors.ErrorId(exception));
    }

    [Fact]
    public void Write_ArgumentException_LosesTheParameterName() =>
        Assert.Equal("zkr: it is wrong [ZkInvalidArgument]\n", Written(new ArgumentException("it is wrong", "value"), verbose: false));

    [Fact]
    public void Write_NotVerbose_IsOneLineWithoutControlCharacters() =>
        Assert.Equal("zkr: a\\nb\\u001bc [ZkX]\n", Written(new CliException("ZkX", 1, "a\nb\u001bc"), verbose: false));

    [Fact]
    public void Write_Verbose_AddsWhereItCameFrom() =>
        Assert.Contains(nameof(Thrown), Written(Thrown(), verbose: true), StringComparison.Ordinal);

    [Fact]
    public void Write_Unforeseen_AsksForAReport() =>
        Assert.Contains("--verbose", Written(new InvalidOperationException("m"), verbose: false), StringComparison.Ordinal);

    private static string Written(Exception exception, bool verbose)
    {
        using var output = new StringWriter { NewLine = "\n" };
        CliErrors.Write(output, exception, verbose);
        return output.ToString();
    }

    private static CliException Thrown()
    {
        try
        {
            throw new CliException("ZkX", 1, "m");
        }
        catch (CliException exception)
        {
            return exception;
        }
    }
}
