using ZkReactive.Client;

namespace ZkReactive.Ensemble;

/// <summary>An ensemble could not be written, started or stopped; <see cref="ZkException.ErrorId"/> is one of <see cref="EnsembleErrorIds"/>.</summary>
public sealed class EnsembleException : ZkException
{
    /// <summary>Makes one.</summary>
    public EnsembleException(string errorId, string message, Exception? innerException = null)
        : base(errorId, message, innerException)
    {
    }
}
