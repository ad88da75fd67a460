using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The root of everything that can go wrong with ZooKeeper in this library.</summary>
public abstract class ZkException : Exception
{
    private ZkPath? _path;
    private string? _operation;

    /// <summary>Makes one.</summary>
    protected ZkException(string errorId, string message, Exception? innerException = null)
        : base(message, innerException) => ErrorId = errorId;

    /// <summary>
    /// A stable name for this kind of failure, such as <c>ZkNoNode</c>. It never changes once shipped; scripts and
    /// documentation refer to it.
    /// </summary>
    public string ErrorId { get; }

    /// <summary>The node it was about, if it was about one.</summary>
    public ZkPath? Path
    {
        get => _path;
        init => _path = value;
    }

    /// <summary>The operation that failed, such as <c>Set</c>, if it was one.</summary>
    public string? Operation
    {
        get => _operation;
        init => _operation = value;
    }

    /// <summary>Whether the same call may succeed later without anything being changed by the caller.</summary>
    public virtual bool IsTransient => false;

    /// <summary>Says which call it was, once: for the table that makes exceptions.</summary>
    internal void About(string operation, ZkPath path)
    {
        _operation = operation;
        _path = path;
    }
}
