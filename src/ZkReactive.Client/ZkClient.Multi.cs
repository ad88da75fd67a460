using ZkReactive.Client.Calls;

namespace ZkReactive.Client;

public sealed partial class ZkClient
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ZkOperationResult>> MultiAsync(IReadOnlyList<ZkOperation> operations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operations);
        if (operations.Count == 0) return new ValueTask<IReadOnlyList<ZkOperationResult>>([]);
        return SendAsync(new MultiCall(operations, _driver.Chroot) { Path = operations[0].Path }, cancellationToken);
    }
}
