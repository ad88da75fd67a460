using System.Management.Automation;
using System.Net.Sockets;
using ZkReactive.Client;
using ZkReactive.Coordination;
using ZkReactive.Ensemble;
using ZkReactive.Nodes;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Pipelines.Policy;
using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.Streams;

namespace ZkReactive.PowerShell.Errors;

/// <summary>Makes every error record of the module: one table from exception to id, category and advice.</summary>
internal static class ErrorRecordMapper
{
    /// <summary>Makes the record of a failure; <paramref name="target"/> is the path or session it was about.</summary>
    public static ErrorRecord ToRecord(Exception exception, object? target)
    {
        // What a script of the user's threw is told as it threw it.
        if (exception is RuntimeException { ErrorRecord: { } thrown }) return thrown;
        var description = Describe(exception);
        var about = target ?? (exception as ZkException)?.Path?.Value;
        return new ErrorRecord(exception, description.Id, description.Category, about)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = description.RecommendedAction },
        };
    }

    /// <summary>Says what the record of a failure holds. Pure: needs no engine.</summary>
    public static ErrorDescription Describe(Exception exception) => exception switch
    {
        ZkModuleException e => new(e.ErrorId, e.Category, e.RecommendedAction),
        MultiFailedException e => Describe(e.Cause) with { Id = e.ErrorId },
        NoNodeException e => new(e.ErrorId, ErrorCategory.ObjectNotFound, "Check the path, or create the node first (New-ZkNode -CreateParents)."),
        NodeExistsException e => new(e.ErrorId, ErrorCategory.ResourceExists, "Use Set-ZkNode to change it, or Remove-ZkNode first."),
        BadVersionException e => new(e.ErrorId, ErrorCategory.WriteError, "Read the node again with Get-ZkNode and retry, or pass -Version -1 to write whatever its version is."),
        NotEmptyException e => new(e.ErrorId, ErrorCategory.ResourceBusy, "Remove its children first, or use Remove-ZkNode -Recurse."),
        NoAuthException e => new(e.ErrorId, ErrorCategory.PermissionDenied, "Connect with credentials that the node's ACL allows (Connect-Zk -Credential)."),
        EphemeralHasNoChildrenException e => new(e.ErrorId, ErrorCategory.InvalidOperation, "Choose a persistent parent."),
        InvalidAclException e => new(e.ErrorId, ErrorCategory.InvalidArgument, "Check the scheme and id of every ACL entry."),
        QuotaExceededException e => new(e.ErrorId, ErrorCategory.QuotaExceeded, "Raise the quota or remove data below the path."),
        UnimplementedException e => new(e.ErrorId, ErrorCategory.NotImplemented, "The server is too old for this, or the feature is switched off there."),
        ZkServerException e => new(e.ErrorId, CategoryOf(e.Code), "Look up the server's code in its log."),
        ConnectFailedException e => new(e.ErrorId, ErrorCategory.ConnectionError, "Check the connect string and that a server listens there (Start-ZkServer starts one for a try)."),
        ConnectionLossException { OutcomeUnknown: true } e => new(e.ErrorId, ErrorCategory.ConnectionError, "The write may have been done: read the node before you repeat it."),
        ZkConnectionException e => new(e.ErrorId, ErrorCategory.ConnectionError, "The session reconnects by itself; try again."),
        AuthFailedException e => new(e.ErrorId, ErrorCategory.AuthenticationError, "Connect again with the right credentials."),
        ZkSessionException e => new(e.ErrorId, ErrorCategory.ResourceUnavailable, "A new session is opened by itself; try again. Ephemeral nodes of the old one are gone."),
        ZkTimeoutException e => new(e.ErrorId, ErrorCategory.OperationTimeout, "Try again, or allow more time."),
        TooManyRequestsException e => new(e.ErrorId, ErrorCategory.LimitsExceeded, "Wait for some of the running commands, then try again."),
        ZkProtocolException e => new(e.ErrorId, ErrorCategory.ProtocolError, "Check that the other side is a ZooKeeper server and the packet limits agree."),
        DeployException e => new(e.ErrorId, CategoryOfDeploy(e.ErrorId), "Correct what the message names and try again."),
        CoordinationException e => new(e.ErrorId, CategoryOfCoordination(e.ErrorId), "Do what the message says and try again."),
        EnsembleException e => new(e.ErrorId, CategoryOfEnsemble(e.ErrorId), "Do what the message says and try again."),
        ServiceException e => new(e.ErrorId, CategoryOfService(e.ErrorId), "Do what the message says, or look at Get-ZkServices -AsList."),
        TreeTransferException e => new(e.ErrorId, ErrorCategory.InvalidOperation, "Do what the message says and try again."),
        TreeTooLargeException e => new(e.ErrorId, ErrorCategory.LimitsExceeded, "Watch a smaller part of the tree (-Depth)."),
        PolicyException e => new(e.ErrorId, CategoryOfPolicy(e.ErrorId), "Correct what the message names and try again; Test-ZkPolicy checks files without a server."),
        ZkException e => new(e.ErrorId, ErrorCategory.InvalidData, "Correct what the message names and try again."),
        ServerDataException e => new(e.ErrorId, CategoryOfData(e.ErrorId), "Do what the message says; the guide's page on servers with a data directory tells more."),
        ArgumentException => new("ZkInvalidArgument", ErrorCategory.InvalidArgument, "Correct the argument that the message names."),
        ObjectDisposedException => new("ZkSessionClosed", ErrorCategory.ResourceUnavailable, "Connect again with Connect-Zk."),
        TimeoutException => new("ZkTimeout", ErrorCategory.OperationTimeout, "Try again, or allow more time."),
        OperationCanceledException => new("ZkStopped", ErrorCategory.OperationStopped, "Run the command again if it was not meant to stop."),
        SocketException => new("ZkSocket", ErrorCategory.ResourceUnavailable, "Check the address and that the port is free (-Port 0 takes a free one)."),
        UnauthorizedAccessException => new("ZkAccessDenied", ErrorCategory.PermissionDenied, "Check the permissions of the file or folder."),
        IOException => new("ZkFile", ErrorCategory.WriteError, "Check the file or folder that the message names."),
        NotSupportedException => new("ZkNotSupported", ErrorCategory.NotImplemented, "Use another way; this one is not supported here."),
        _ => new("ZkUnexpected", ErrorCategory.InvalidResult, "This is a fault of the module; please report it with the error's exception."),
    };

    private static ErrorCategory CategoryOf(ErrorCode code) => code switch
    {
        ErrorCode.Throttled or ErrorCode.ReconfigInProgress => ErrorCategory.ResourceBusy,
        ErrorCode.BadArguments => ErrorCategory.InvalidArgument,
        _ => ErrorCategory.InvalidResult,
    };

    private static ErrorCategory CategoryOfData(string errorId) => errorId switch
    {
        ServerDataErrorIds.DirectoryInUse => ErrorCategory.ResourceBusy,
        ServerDataErrorIds.DirectoryFailed => ErrorCategory.OpenError,
        ServerDataErrorIds.LogFailed => ErrorCategory.WriteError,
        ServerDataErrorIds.LogMissing => ErrorCategory.ObjectNotFound,
        _ => ErrorCategory.InvalidData,
    };

    private static ErrorCategory CategoryOfCoordination(string errorId) => errorId switch
    {
        CoordinationErrorIds.LockBusy => ErrorCategory.ResourceBusy,
        CoordinationErrorIds.LockLost or CoordinationErrorIds.ClaimLost => ErrorCategory.ResourceUnavailable,
        CoordinationErrorIds.LockReleased => ErrorCategory.InvalidOperation,
        CoordinationErrorIds.MemberTaken or CoordinationErrorIds.NameTaken => ErrorCategory.ResourceExists,
        CoordinationErrorIds.BarrierClosed => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.InvalidData,
    };

    private static ErrorCategory CategoryOfEnsemble(string errorId) => errorId switch
    {
        EnsembleErrorIds.DirectoryTaken => ErrorCategory.ResourceExists,
        EnsembleErrorIds.NotFound => ErrorCategory.ObjectNotFound,
        EnsembleErrorIds.PortTaken => ErrorCategory.ResourceBusy,
        EnsembleErrorIds.ZooKeeperMissing or EnsembleErrorIds.JavaMissing => ErrorCategory.NotInstalled,
        EnsembleErrorIds.StartFailed or EnsembleErrorIds.StopFailed => ErrorCategory.ResourceUnavailable,
        _ => ErrorCategory.InvalidData,
    };

    private static ErrorCategory CategoryOfService(string errorId) => errorId switch
    {
        ServiceErrorIds.NoInstance or ServiceErrorIds.RegistrationUnknown => ErrorCategory.ObjectNotFound,
        ServiceErrorIds.NodeTaken or ServiceErrorIds.StateDirectoryInUse => ErrorCategory.ResourceBusy,
        ServiceErrorIds.NodeNotEphemeral => ErrorCategory.ResourceExists,
        ServiceErrorIds.StateDirectoryFailed => ErrorCategory.WriteError,
        ServiceErrorIds.StopTimeout => ErrorCategory.OperationTimeout,
        ServiceErrorIds.NotKnown => ErrorCategory.ConnectionError,
        _ => ErrorCategory.InvalidData,
    };

    private static ErrorCategory CategoryOfPolicy(string errorId) => errorId switch
    {
        PolicyErrorIds.Unknown => ErrorCategory.ObjectNotFound,
        PolicyErrorIds.Conflict or PolicyErrorIds.Unsettled => ErrorCategory.ResourceBusy,
        PolicyErrorIds.DiskFailed => ErrorCategory.WriteError,
        _ => ErrorCategory.InvalidData,
    };

    private static ErrorCategory CategoryOfDeploy(string errorId) => errorId switch
    {
        DeployErrorIds.DeployUnknown or DeployErrorIds.CommitMissing => ErrorCategory.ObjectNotFound,
        DeployErrorIds.AgentIdTaken or DeployErrorIds.StateDirectoryInUse or DeployErrorIds.PublishConflict => ErrorCategory.ResourceBusy,
        DeployErrorIds.DeployIdTaken or DeployErrorIds.TargetOccupied => ErrorCategory.ResourceExists,
        DeployErrorIds.SchemeNotAllowed or DeployErrorIds.PathLeavesRoot or DeployErrorIds.KeyUnprotected => ErrorCategory.PermissionDenied,
        DeployErrorIds.SignatureMissing or DeployErrorIds.SignatureInvalid or DeployErrorIds.KeyNotTrusted or DeployErrorIds.SignedForOtherPath
            or DeployErrorIds.ManifestReplayed or DeployErrorIds.SigningKeyNeeded => ErrorCategory.SecurityError,
        DeployErrorIds.NothingToUndo => ErrorCategory.ObjectNotFound,
        DeployErrorIds.RemoteUnreachable or DeployErrorIds.FetchFailed => ErrorCategory.ConnectionError,
        DeployErrorIds.AuthenticationFailed => ErrorCategory.AuthenticationError,
        DeployErrorIds.GitMissing => ErrorCategory.NotInstalled,
        DeployErrorIds.GitTimeout => ErrorCategory.OperationTimeout,
        DeployErrorIds.DiskFailed or DeployErrorIds.CheckoutFailed or DeployErrorIds.SubmoduleFailed or DeployErrorIds.SwitchFailed => ErrorCategory.WriteError,
        DeployErrorIds.VerifyFailed or DeployErrorIds.Unexpected => ErrorCategory.InvalidResult,
        _ => ErrorCategory.InvalidData,
    };
}
