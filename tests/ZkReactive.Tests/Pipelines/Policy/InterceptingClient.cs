using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ZkReactive.Client;

namespace ZkReactive.Tests.Pipelines.Policy;

/// <summary>A client through which something else happens right before the first transaction.</summary>
internal sealed class InterceptingClient
{
    public InterceptingClient(IZkClient inner, Func<Task> before)
    {
        Client = DispatchProxy.Create<IZkClient, Proxy>();
        ((Proxy)(object)Client).Set(inner, before);
    }

    public IZkClient Client { get; }

    [SuppressMessage("Performance", "CA1852", Justification = "The runtime derives the client from it.")]
    public class Proxy : DispatchProxy
    {
        private IZkClient _inner = null!;
        private Func<Task>? _before;

        internal void Set(IZkClient inner, Func<Task> before) => (_inner, _before) = (inner, before);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(IZkClient.MultiAsync) && _before is not null
                ? MultiAsync((IReadOnlyList<ZkOperation>)args![0]!, (CancellationToken)args[1]!)
                : targetMethod.Invoke(_inner, args);

        private async ValueTask<IReadOnlyList<ZkOperationResult>> MultiAsync(IReadOnlyList<ZkOperation> operations, CancellationToken cancellationToken)
        {
            var before = _before!;
            _before = null;
            await before();
            return await _inner.MultiAsync(operations, cancellationToken);
        }
    }
}
