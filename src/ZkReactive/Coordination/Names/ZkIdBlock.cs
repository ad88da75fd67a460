namespace ZkReactive.Coordination.Names;

/// <summary>Ids that nobody else has.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
public readonly record struct ZkIdBlock(long First, int Count)
{
    /// <summary>The last.</summary>
    public long Last => First + Count - 1;
}
