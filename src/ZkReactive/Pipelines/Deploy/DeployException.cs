using ZkReactive.Client;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>A deploy could not be published, waited for or done; <see cref="ZkException.ErrorId"/> is one of <see cref="DeployErrorIds"/>.</summary>
public sealed class DeployException : ZkPipelineException
{
    /// <summary>Makes one.</summary>
    public DeployException(string errorId, string message, Exception? innerException = null)
        : base(errorId, message, innerException)
    {
    }

    /// <summary>What is wrong with the manifest, when that is the reason; else empty.</summary>
    public IReadOnlyList<DeployProblem> Problems { get; init; } = [];
}
