using System.Management.Automation;
using ZkReactive.Coordination;
using ZkReactive.Coordination.Barriers;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Waits until barriers are open, that is until their nodes are gone.</summary>
[Cmdlet(VerbsLifecycle.Wait, "ZkBarrier")]
[OutputType(typeof(void))]
public sealed class WaitZkBarrierCommand : ZkSessionCmdlet
{
    /// <summary>The barriers' nodes. New-ZkNode closes a barrier, Remove-ZkNode opens it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>How long to wait for each; an error when that is too short. By default it waits until it is stopped.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var client = Client;
        foreach (var path in Path) Try(path.Value, token => WaitAsync(new ZkBarrier(client, path), token));

        async Task WaitAsync(ZkBarrier barrier, CancellationToken token)
        {
            using var limit = new CancellationTokenSource(Timeout ?? System.Threading.Timeout.InfiniteTimeSpan, client.Options.TimeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, token);
            try
            {
                await barrier.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !token.IsCancellationRequested)
            {
                throw new ZkModuleException(
                    CoordinationErrorIds.BarrierClosed, ErrorCategory.OperationTimeout, $"The barrier {barrier.Path} did not open within {Timeout}.", "Allow more time, or open it with Remove-ZkNode.");
            }
        }
    }
}
