namespace ZkReactive.Pipelines.Deploy;

/// <summary>The stable names of everything that can go wrong with a deploy. Results in ZooKeeper carry them; they never change.</summary>
public static class DeployErrorIds
{
    /// <summary>The manifest is not JSON.</summary>
    public const string NotJson = "ZkDeployManifestNotJson";

    /// <summary>The manifest is JSON but not an object.</summary>
    public const string NotObject = "ZkDeployManifestNotObject";

    /// <summary>A mandatory field is missing.</summary>
    public const string FieldMissing = "ZkDeployFieldMissing";

    /// <summary>A field has the wrong type, is empty, too long, or is there twice.</summary>
    public const string FieldInvalid = "ZkDeployFieldInvalid";

    /// <summary>The URL is malformed, could be read as an option or a command, or has a scheme nobody allows.</summary>
    public const string UrlRefused = "ZkDeployUrlRefused";

    /// <summary>The URL's scheme is known but this agent does not allow it.</summary>
    public const string SchemeNotAllowed = "ZkDeploySchemeNotAllowed";

    /// <summary>The commit id is not 40 or 64 hex digits.</summary>
    public const string CommitIdInvalid = "ZkDeployCommitIdInvalid";

    /// <summary>The relative path is rooted, climbs, or is otherwise not a plain path below the root.</summary>
    public const string RelativePathRefused = "ZkDeployRelativePathRefused";

    /// <summary>A link on the way to the target leads out of the root.</summary>
    public const string PathLeavesRoot = "ZkDeployPathLeavesRoot";

    /// <summary>The target, or its releases directory, is something this agent did not make; it was left alone.</summary>
    public const string TargetOccupied = "ZkDeployTargetOccupied";

    /// <summary>The git command is not installed or not on the path.</summary>
    public const string GitMissing = "ZkDeployGitMissing";

    /// <summary>The remote repository cannot be reached or read.</summary>
    public const string RemoteUnreachable = "ZkDeployRemoteUnreachable";

    /// <summary>The remote repository asks for credentials that the agent does not have, or refused them.</summary>
    public const string AuthenticationFailed = "ZkDeployAuthenticationFailed";

    /// <summary>The remote can be reached but fetching from it failed.</summary>
    public const string FetchFailed = "ZkDeployFetchFailed";

    /// <summary>The remote has no such commit.</summary>
    public const string CommitMissing = "ZkDeployCommitMissing";

    /// <summary>The commit could not be checked out.</summary>
    public const string CheckoutFailed = "ZkDeployCheckoutFailed";

    /// <summary>A submodule could not be brought to its commit.</summary>
    public const string SubmoduleFailed = "ZkDeploySubmoduleFailed";

    /// <summary>After the checkout the working tree is not what the manifest asks for.</summary>
    public const string VerifyFailed = "ZkDeployVerifyFailed";

    /// <summary>The target could not be switched to the new release.</summary>
    public const string SwitchFailed = "ZkDeploySwitchFailed";

    /// <summary>A git command took longer than it may.</summary>
    public const string GitTimeout = "ZkDeployGitTimeout";

    /// <summary>The disk is full, read-only, or refuses access.</summary>
    public const string DiskFailed = "ZkDeployDiskFailed";

    /// <summary>The agent does not run commands of such a manifest.</summary>
    public const string CommandNotAllowed = "ZkDeployCommandNotAllowed";

    /// <summary>The command to be run after the switch failed.</summary>
    public const string PostDeployFailed = "ZkDeployPostDeployFailed";

    /// <summary>What was deployed does not pass its health check.</summary>
    public const string HealthCheckFailed = "ZkDeployHealthCheckFailed";

    /// <summary>The agent took longer than the strategy allows.</summary>
    public const string TimedOut = "ZkDeployTimedOut";

    /// <summary>The agent was killed in the middle of the deploy, and when it came back the manifest was gone.</summary>
    public const string Interrupted = "ZkDeployInterrupted";

    /// <summary>A result cannot be written: its deploy is no longer in the history.</summary>
    public const string ResultDropped = "ZkDeployResultDropped";

    /// <summary>Something nobody foresaw; the message has its type.</summary>
    public const string Unexpected = "ZkDeployUnexpected";

    /// <summary>Another running agent has the state directory.</summary>
    public const string StateDirectoryInUse = "ZkDeployStateDirectoryInUse";

    /// <summary>Another living agent has registered under the same id.</summary>
    public const string AgentIdTaken = "ZkDeployAgentIdTaken";

    /// <summary>A manifest to be published breaks the rules.</summary>
    public const string ManifestRefused = "ZkDeployManifestRefused";

    /// <summary>The deploy id to be published is taken by another deploy.</summary>
    public const string DeployIdTaken = "ZkDeployIdTaken";

    /// <summary>Others kept publishing in between.</summary>
    public const string PublishConflict = "ZkDeployPublishConflict";

    /// <summary>There is no such deploy.</summary>
    public const string DeployUnknown = "ZkDeployUnknown";

    /// <summary>The agent has keys, and the manifest is not signed.</summary>
    public const string SignatureMissing = "ZkDeploySignatureMissing";

    /// <summary>The manifest is not what its key has signed, or its signature cannot be checked.</summary>
    public const string SignatureInvalid = "ZkDeploySignatureInvalid";

    /// <summary>The manifest is signed by a key that this agent does not trust.</summary>
    public const string KeyNotTrusted = "ZkDeployKeyNotTrusted";

    /// <summary>The manifest was signed for another manifest node.</summary>
    public const string SignedForOtherPath = "ZkDeploySignedForOtherPath";

    /// <summary>The manifest was signed earlier than one that this agent has seen: an older one was put back.</summary>
    public const string ManifestReplayed = "ZkDeployManifestReplayed";

    /// <summary>A key file cannot be read or holds no usable key.</summary>
    public const string KeyInvalid = "ZkDeployKeyInvalid";

    /// <summary>Others than its owner may read a signing key.</summary>
    public const string KeyUnprotected = "ZkDeployKeyUnprotected";

    /// <summary>The present manifest is signed, and what should take its place would not be.</summary>
    public const string SigningKeyNeeded = "ZkDeploySigningKeyNeeded";

    /// <summary>No earlier deploy in the history succeeded everywhere, so there is nothing to go back to.</summary>
    public const string NothingToUndo = "ZkDeployNothingToUndo";

    /// <summary>A repository's hook cannot be installed, read or run.</summary>
    public const string HookFailed = "ZkDeployHookFailed";
}
