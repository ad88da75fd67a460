using ZkReactive.Client;

namespace ZkReactive.Coordination;

/// <summary>A recipe could not do what it was asked; <see cref="ZkException.ErrorId"/> is one of <see cref="CoordinationErrorIds"/>.</summary>
public sealed class CoordinationException : ZkException
{
    /// <summary>Makes one.</summary>
    public CoordinationException(string errorId, string message, Exception? innerException = null)
        : base(errorId, message, innerException)
    {
    }
}
