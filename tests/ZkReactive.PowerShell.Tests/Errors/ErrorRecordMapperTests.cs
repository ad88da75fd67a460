using System.Management.Automation;
using System.Net.Sockets;
using ZkReactive.Client;
using ZkReactive.Nodes;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.PowerShell.Errors;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.PowerShell.Tests.Errors;

public sealed class ErrorRecordMapperTests
{
    private static readonly BadVersionException BadVersion = new(3, Zxid.None, "changed");

    public static TheoryData<Exception, string, ErrorCategory> Table => new()
    {
        { new NoNodeException(Zxid.None, "m"), "ZkNoNode", ErrorCategory.ObjectNotFound },
        { new NodeExistsException(Zxid.None, "m"), "ZkNodeExists", ErrorCategory.ResourceExists },
        { BadVersion, "ZkBadVersion", ErrorCategory.WriteError },
        { new NotEmptyException(Zxid.None, "m"), "ZkNotEmpty", ErrorCategory.ResourceBusy },
        { new NoAuthException(Zxid.None, "m"), "ZkNoAuth", ErrorCategory.PermissionDenied },
        { new EphemeralHasNoChildrenException(Zxid.None, "m"), "ZkEphemeralHasNoChildren", ErrorCategory.InvalidOperation },
        { new InvalidAclException(Zxid.None, "m"), "ZkInvalidAcl", ErrorCategory.InvalidArgument },
        { new QuotaExceededException(Zxid.None, "m"), "ZkQuotaExceeded", ErrorCategory.QuotaExceeded },
        { new UnimplementedException(Zxid.None, "m"), "ZkUnimplemented", ErrorCategory.NotImplemented },
        { new MultiFailedException(1, BadVersion, "m"), "ZkMultiFailed", ErrorCategory.WriteError },
        { new ZkServerException("ZkThrottled", ErrorCode.Throttled, Zxid.None, "m"), "ZkThrottled", ErrorCategory.ResourceBusy },
        { new ConnectFailedException([], "m"), "ZkConnectFailed", ErrorCategory.ConnectionError },
        { new ConnectionLossException(outcomeUnknown: true, "m"), "ZkConnectionLoss", ErrorCategory.ConnectionError },
        { new ConnectionLossException(outcomeUnknown: false, "m"), "ZkConnectionLoss", ErrorCategory.ConnectionError },
        { new SessionExpiredException(SessionId.None, TimeSpan.Zero, outcomeUnknown: false, "m"), "ZkSessionExpired", ErrorCategory.ResourceUnavailable },
        { new SessionMovedException(SessionId.None, "m"), "ZkSessionMoved", ErrorCategory.ResourceUnavailable },
        { new AuthFailedException(SessionId.None, "digest", "m"), "ZkAuthFailed", ErrorCategory.AuthenticationError },
        { new ZkTimeoutException(TimeSpan.Zero, "a reply", "m"), "ZkTimeout", ErrorCategory.OperationTimeout },
        { new TooManyRequestsException(1, "m"), "ZkTooManyRequests", ErrorCategory.LimitsExceeded },
        { new ZkProtocolException("ZkBadFrame", "m"), "ZkBadFrame", ErrorCategory.ProtocolError },
        { new DeployException(DeployErrorIds.ManifestRefused, "m"), DeployErrorIds.ManifestRefused, ErrorCategory.InvalidData },
        { new DeployException(DeployErrorIds.DeployUnknown, "m"), DeployErrorIds.DeployUnknown, ErrorCategory.ObjectNotFound },
        { new DeployException(DeployErrorIds.SchemeNotAllowed, "m"), DeployErrorIds.SchemeNotAllowed, ErrorCategory.PermissionDenied },
        { new ServiceException(ServiceErrorIds.NodeTaken, "m"), ServiceErrorIds.NodeTaken, ErrorCategory.ResourceBusy },
        { new ServiceException(ServiceErrorIds.NoInstance, "m"), ServiceErrorIds.NoInstance, ErrorCategory.ObjectNotFound },
        { new ServiceException(ServiceErrorIds.StopTimeout, "m"), ServiceErrorIds.StopTimeout, ErrorCategory.OperationTimeout },
        { new ServiceException(ServiceErrorIds.NotKnown, "m"), ServiceErrorIds.NotKnown, ErrorCategory.ConnectionError },
        { new TreeTransferException(TreeTransferException.EphemeralNode, "m"), "ZkEphemeralNotCopied", ErrorCategory.InvalidOperation },
        { new ZkModuleException("ZkNotConnected", ErrorCategory.ConnectionError, "m", "a"), "ZkNotConnected", ErrorCategory.ConnectionError },
        { new ServerDataException(ServerDataErrorIds.DirectoryInUse, "m", "/d"), ServerDataErrorIds.DirectoryInUse, ErrorCategory.ResourceBusy },
        { new ServerDataException(ServerDataErrorIds.LogCorrupt, "m", "/d", 7), ServerDataErrorIds.LogCorrupt, ErrorCategory.InvalidData },
        { new ArgumentException("m"), "ZkInvalidArgument", ErrorCategory.InvalidArgument },
        { new ObjectDisposedException("client"), "ZkSessionClosed", ErrorCategory.ResourceUnavailable },
        { new SocketException(), "ZkSocket", ErrorCategory.ResourceUnavailable },
        { new OperationCanceledException(), "ZkStopped", ErrorCategory.OperationStopped },
        { new TimeoutException(), "ZkTimeout", ErrorCategory.OperationTimeout },
        { new UnauthorizedAccessException(), "ZkAccessDenied", ErrorCategory.PermissionDenied },
        { new FileNotFoundException(), "ZkFile", ErrorCategory.WriteError },
        { new NotSupportedException(), "ZkNotSupported", ErrorCategory.NotImplemented },
        { new InvalidTimeZoneException(), "ZkUnexpected", ErrorCategory.InvalidResult },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Describe_Exception_GivesItsIdAndCategoryAndAdvice(Exception exception, string id, ErrorCategory category)
    {
        var description = ErrorRecordMapper.Describe(exception);

        Assert.Equal((id, category), (description.Id, description.Category));
        Assert.NotEmpty(description.RecommendedAction);
    }

    [Fact]
    public void Table_CoversEveryExceptionOfTheClient()
    {
        var covered = Table.Select(row => row[0].GetType()).ToHashSet();

        Assert.Empty(typeof(ZkException).Assembly.GetExportedTypes()
            .Where(type => type.IsAssignableTo(typeof(ZkException)) && !type.IsAbstract && type != typeof(ZkPipelineException))
            .Except(covered));
    }

    [Fact]
    public void Table_NeverSaysNotSpecified() => Assert.DoesNotContain(Table, row => row[2] is ErrorCategory.NotSpecified);
}
