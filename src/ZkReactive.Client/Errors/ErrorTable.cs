using System.Collections.Frozen;
using ZkReactive.Protocol;

namespace ZkReactive.Client.Errors;

/// <summary>
/// The one table from a server's code to the exception thrown, its id and its words. Source of the codes:
/// ZK:zookeeper-server/src/main/java/org/apache/zookeeper/KeeperException.java.
/// </summary>
internal static class ErrorTable
{
    // Not about a node's data, so the codes mean something else.
    private const string Reconfig = "Reconfig";

    /// <summary>Makes an exception from what failed, the code, the reply's zxid and the message.</summary>
    internal delegate ZkException Factory(FailedOperation failed, ErrorCode code, Zxid zxid, string message);

    /// <summary>A row of the table.</summary>
    /// <param name="ErrorId">The stable id.</param>
    /// <param name="What">What the message says was found, and what to do.</param>
    /// <param name="Make">Makes the exception.</param>
    internal sealed record Row(string ErrorId, Func<FailedOperation, string> What, Factory Make);

    /// <summary>Every code of the protocol but <see cref="ErrorCode.Ok"/>.</summary>
    public static readonly FrozenDictionary<ErrorCode, Row> Rows = new Dictionary<ErrorCode, Row>
    {
        [ErrorCode.SystemError] = General("ZkSystemError", "the server failed inside. Look at its log."),
        [ErrorCode.RuntimeInconsistency] = General("ZkRuntimeInconsistency", "the server found an inconsistency. Look at its log."),
        [ErrorCode.DataInconsistency] = General("ZkDataInconsistency", "the server found inconsistent data. Look at its log before writing anything else."),
        [ErrorCode.ConnectionLoss] = General("ZkServerConnectionLoss", "the server lost its own connection to the leader. Retry."),
        [ErrorCode.MarshallingError] = General("ZkMarshallingError", "the server could not read the request, or the data is above its limit (jute.maxbuffer). Check the size and the server's version."),
        [ErrorCode.Unimplemented] = new(
            "ZkUnimplemented", static failed => failed.Operation == Reconfig
                ? "a server that runs alone has no members, and one older than 3.5 cannot change them."
                : "the server does not know this operation. Use a newer server, or a mode that it has switched on.",
            static (_, _, zxid, message) => new UnimplementedException(zxid, message)),
        [ErrorCode.OperationTimeout] = General("ZkOperationTimeout", "it took the server too long. Retry."),
        [ErrorCode.BadArguments] = new(
            "ZkBadArguments", static failed => failed.Operation == Reconfig
                ? "the ensemble refuses the members. Each needs an id, two ports for the ensemble and one for clients, none taken by another, and two that vote must be left."
                : "the server refuses its arguments. Check that the path is not one of ZooKeeper's own, and check mode and time to live.",
            static (_, code, zxid, message) => new ZkServerException("ZkBadArguments", code, zxid, message)),
        [ErrorCode.UnknownSession] = General("ZkUnknownSession", "the server does not know the session. Retry."),
        [ErrorCode.NewConfigNoQuorum] = General("ZkNewConfigNoQuorum", "no quorum of the new configuration is in reach. Start its servers first."),
        [ErrorCode.ReconfigInProgress] = General("ZkReconfigInProgress", "another reconfiguration is under way. Retry when it is done."),
        [ErrorCode.ApiError] = General("ZkApiError", "the server reports an error of its interface without saying more. Look at its log."),
        [ErrorCode.NoNode] = new(
            "ZkNoNode", static failed => failed.Operation == "Create"
                ? "its parent is not there. Create the parent first, or ask for parents to be created."
                : "there is no such node. Check the path, or create the node first.",
            static (_, _, zxid, message) => new NoNodeException(zxid, message)),
        [ErrorCode.NoAuth] = new(
            "ZkNoAuth", static failed => failed.Operation == Reconfig
                ? "only the superuser may, and whom the node's access control list lets write. Authenticate as such."
                : "the node's access control list does not allow it. Authenticate as somebody it names.",
            static (_, _, zxid, message) => new NoAuthException(zxid, message)),
        [ErrorCode.BadVersion] = new(
            "ZkBadVersion", static failed => failed.Operation == Reconfig
                ? "the ensemble has another configuration by now. Read it again and retry."
                : $"version {failed.Version} expected, but the server holds another. Read the node again and retry.",
            static (failed, _, zxid, message) => new BadVersionException(failed.Version, zxid, message)),
        [ErrorCode.NoChildrenForEphemerals] = new(
            "ZkEphemeralHasNoChildren", static _ => "its parent is ephemeral, and ephemeral nodes have no children. Use another parent.",
            static (_, _, zxid, message) => new EphemeralHasNoChildrenException(zxid, message)),
        [ErrorCode.NodeExists] = new(
            "ZkNodeExists", static _ => "the node is there already. Set it instead, or delete it first.",
            static (_, _, zxid, message) => new NodeExistsException(zxid, message)),
        [ErrorCode.NotEmpty] = new(
            "ZkNotEmpty", static _ => "the node has children. Delete them first.",
            static (_, _, zxid, message) => new NotEmptyException(zxid, message)),
        [ErrorCode.SessionExpired] = new(
            "ZkSessionExpired", static _ => "the session had expired. The client opens a new one; retry.",
            static (_, _, _, message) => new SessionExpiredException(SessionId.None, TimeSpan.Zero, outcomeUnknown: false, message)),
        [ErrorCode.InvalidCallback] = General("ZkInvalidCallback", "the server reports an invalid callback. Look at its log."),
        [ErrorCode.InvalidAcl] = new(
            "ZkInvalidAcl", static _ => "the access control list is empty, or names a scheme or identity that the server or session does not have. Correct it.",
            static (_, _, zxid, message) => new InvalidAclException(zxid, message)),
        [ErrorCode.AuthFailed] = new(
            "ZkAuthFailed", static _ => "the server refused the credentials. Make a new client with the right ones.",
            static (_, _, _, message) => new AuthFailedException(SessionId.None, "", message)),
        [ErrorCode.Closing] = General("ZkClosing", "the session is closing. Make a new client."),
        [ErrorCode.Nothing] = General("ZkNothing", "the server had nothing to answer. Retry."),
        [ErrorCode.SessionMoved] = new(
            "ZkSessionMoved", static _ => "the session has moved to another server. Retry.",
            static (_, _, _, message) => new SessionMovedException(SessionId.None, message)),
        [ErrorCode.NotReadOnly] = General("ZkNotReadOnly", "the server is cut off from its quorum and takes no writes. Retry when the quorum is back."),
        [ErrorCode.EphemeralOnLocalSession] = General("ZkEphemeralOnLocalSession", "a local session cannot make ephemeral nodes. Ask for a global session."),
        [ErrorCode.NoWatcher] = General("ZkNoWatcher", "there is no such watch. It has fired or was removed."),
        [ErrorCode.RequestTimeout] = General("ZkRequestTimeout", "it took longer than the server allows. Retry."),
        [ErrorCode.ReconfigDisabled] = General("ZkReconfigDisabled", "reconfiguration is switched off. Set reconfigEnabled=true on the servers."),
        [ErrorCode.SessionClosedRequireSaslAuth] = General("ZkSaslRequired", "the server asks for SASL authentication and closed the session. Give credentials that it takes."),
        [ErrorCode.QuotaExceeded] = new(
            "ZkQuotaExceeded", static _ => "a quota would be exceeded. Raise it, or make room.",
            static (_, _, zxid, message) => new QuotaExceededException(zxid, message)),
        [ErrorCode.Throttled] = General("ZkThrottled", "the server refuses more work for now. Retry later."),
    }.ToFrozenDictionary();

    /// <summary>The id of codes that the table does not know.</summary>
    public const string UnknownErrorId = "ZkServerError";

    /// <summary>The exception for a server's code; for one that the table does not know, a plain <see cref="ZkServerException"/>.</summary>
    public static ZkException Create(ErrorCode code, Zxid zxid, FailedOperation failed)
    {
        var row = Rows.GetValueOrDefault(code);
        var what = row?.What(failed) ?? $"the server answered with the unknown code {(int)code}. Use a client that knows this server's version.";
        var message = $"{failed} failed: {what}";
        var error = row?.Make(failed, code, zxid, message) ?? new ZkServerException(UnknownErrorId, code, zxid, message);
        error.About(failed.Operation, failed.Path);
        return error;
    }

    private static Row General(string errorId, string what) =>
        new(errorId, _ => what, (_, code, zxid, message) => new ZkServerException(errorId, code, zxid, message));
}
