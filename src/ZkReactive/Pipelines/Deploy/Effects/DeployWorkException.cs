namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>The work of a deploy failed for a reason that has a name. Internal: it ends as a result, never at a caller.</summary>
internal sealed class DeployWorkException : Exception
{
    internal DeployWorkException(string errorId, string message, Exception? innerException = null)
        : base(message, innerException) => ErrorId = errorId;

    internal string ErrorId { get; }
}
