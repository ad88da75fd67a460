namespace ZkReactive.Protocol;

/// <summary>Result codes of a reply. Source: Apache ZooKeeper 3.9, <c>KeeperException.Code</c>.</summary>
public enum ErrorCode
{
    /// <summary>0: done.</summary>
    Ok = 0,

    /// <summary>-1: the server failed inside.</summary>
    SystemError = -1,

    /// <summary>-2: an operation of a failed multi that was not the cause, or an inconsistency the server found.</summary>
    RuntimeInconsistency = -2,

    /// <summary>-3: data was found inconsistent.</summary>
    DataInconsistency = -3,

    /// <summary>-4: the connection was lost; never sent by a server.</summary>
    ConnectionLoss = -4,

    /// <summary>-5: the server could not read the request.</summary>
    MarshallingError = -5,

    /// <summary>-6: the server does not know the operation.</summary>
    Unimplemented = -6,

    /// <summary>-7: it took too long; never sent by a server.</summary>
    OperationTimeout = -7,

    /// <summary>-8: the arguments are not legal.</summary>
    BadArguments = -8,

    /// <summary>-12: the session is not known; among servers only.</summary>
    UnknownSession = -12,

    /// <summary>-13: no quorum of the new configuration is in reach.</summary>
    NewConfigNoQuorum = -13,

    /// <summary>-14: another reconfiguration is under way.</summary>
    ReconfigInProgress = -14,

    /// <summary>-100: an error of the API; never sent by a server alone.</summary>
    ApiError = -100,

    /// <summary>-101: there is no such node.</summary>
    NoNode = -101,

    /// <summary>-102: the ACL does not allow it.</summary>
    NoAuth = -102,

    /// <summary>-103: another version was expected.</summary>
    BadVersion = -103,

    /// <summary>-108: ephemeral nodes have no children.</summary>
    NoChildrenForEphemerals = -108,

    /// <summary>-110: the node is there already.</summary>
    NodeExists = -110,

    /// <summary>-111: the node has children.</summary>
    NotEmpty = -111,

    /// <summary>-112: the session has expired.</summary>
    SessionExpired = -112,

    /// <summary>-113: the callback is invalid.</summary>
    InvalidCallback = -113,

    /// <summary>-114: the ACL is not legal.</summary>
    InvalidAcl = -114,

    /// <summary>-115: authentication failed.</summary>
    AuthFailed = -115,

    /// <summary>-116: the session is closing.</summary>
    Closing = -116,

    /// <summary>-117: there was nothing in the reply.</summary>
    Nothing = -117,

    /// <summary>-118: the session has moved to another server.</summary>
    SessionMoved = -118,

    /// <summary>-119: the server is read-only.</summary>
    NotReadOnly = -119,

    /// <summary>-120: a local session cannot make ephemeral nodes.</summary>
    EphemeralOnLocalSession = -120,

    /// <summary>-121: there is no such watch.</summary>
    NoWatcher = -121,

    /// <summary>-122: the request took longer than allowed; never sent by a server.</summary>
    RequestTimeout = -122,

    /// <summary>-123: reconfiguration is switched off.</summary>
    ReconfigDisabled = -123,

    /// <summary>-124: the session was closed because SASL is required.</summary>
    SessionClosedRequireSaslAuth = -124,

    /// <summary>-125: a quota would be exceeded.</summary>
    QuotaExceeded = -125,

    /// <summary>-127: the server refuses more work for now.</summary>
    Throttled = -127,
}
