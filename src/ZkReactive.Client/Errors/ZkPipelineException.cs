namespace ZkReactive.Client;

/// <summary>A pipeline (deploy, policy, services) refused its input or could not do its work.</summary>
public class ZkPipelineException : ZkException
{
    /// <summary>Makes one.</summary>
    public ZkPipelineException(string errorId, string message, Exception? innerException = null)
        : base(errorId, message, innerException)
    {
    }
}
