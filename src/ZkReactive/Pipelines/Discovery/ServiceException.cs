using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>A service could not be registered or looked up; <see cref="ZkException.ErrorId"/> is one of <see cref="ServiceErrorIds"/>.</summary>
public sealed class ServiceException : ZkPipelineException
{
    /// <summary>Makes one.</summary>
    public ServiceException(string errorId, string message, Exception? innerException = null)
        : base(errorId, message, innerException)
    {
    }

    /// <summary>The session that owns the node in the way; <see cref="SessionId.None"/> when that is not the reason.</summary>
    public SessionId Owner { get; init; }
}
