using ZkReactive.Client;

namespace ZkReactive.Pipelines.Policy;

/// <summary>Policies could not be read, published or removed; <see cref="ZkException.ErrorId"/> is one of <see cref="PolicyErrorIds"/>.</summary>
public sealed class PolicyException : ZkPipelineException
{
    /// <summary>Makes one.</summary>
    public PolicyException(string errorId, string message, Exception? innerException = null)
        : base(errorId, message, innerException)
    {
    }

    /// <summary>What is wrong with the set, when that is the reason; else empty.</summary>
    public IReadOnlyList<PolicyFinding> Findings { get; init; } = [];
}
