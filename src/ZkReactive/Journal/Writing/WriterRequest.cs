using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal.Writing;

/// <summary>Something to be done by the writer inside a transaction that it shares with others.</summary>
internal abstract class WriterRequest(JournalDurability durability, CancellationToken cancellationToken)
{
    public JournalDurability Durability => durability;

    /// <summary>Whether the caller no longer wants it. Asked once, before it is begun; from then on it is done or fails.</summary>
    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    /// <summary>Whether the caller has been answered.</summary>
    public abstract bool IsSettled { get; }

    protected CancellationToken CancellationToken => cancellationToken;

    /// <summary>How many events it adds, for the group's limit.</summary>
    public virtual int Events => 0;

    /// <summary>
    /// Does it. A <see cref="Client.ZkPipelineException"/> refuses this request alone and must come before anything was
    /// changed. May be called again when the transaction had to be taken back.
    /// </summary>
    public abstract void Apply(JournalStore store, DateTimeOffset now, int generation);

    /// <summary>It is committed.</summary>
    public abstract void Succeed();

    /// <summary>It was not done.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>It was not done because the caller did not want it any more.</summary>
    public abstract void Cancel();
}
