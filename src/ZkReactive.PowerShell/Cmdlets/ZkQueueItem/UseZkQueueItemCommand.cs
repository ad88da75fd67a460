using System.Management.Automation;
using ZkReactive.Coordination.Queues;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Claims one item of a queue after the other and runs a script for each, which completes it; where the script fails, or this process dies, another worker gets the item.</summary>
[Cmdlet(VerbsOther.Use, "ZkQueueItem", SupportsShouldProcess = true)]
[OutputType(typeof(object))]
public sealed class UseZkQueueItemCommand : ZkSessionCmdlet
{
    /// <summary>The queue's node; it is made where it is missing.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; }

    /// <summary>The work. Its first argument is the item, with Text, Data, and Attempt, which counts how often it was claimed.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>How many items to work on before the command ends. By default it runs until it is stopped.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; }

    /// <summary>How long to wait for an item; the command ends when none has come, and with 0 when there is none now. By default it waits until it is stopped.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var queue = new ZkQueue(Client, Path);
        if (!ShouldProcess(Path.Value, "Claim items of queue and run the script for each")) return;
        for (var done = 0; Count == 0 || done < Count; done++)
        {
            if (!Try(Path.Value, token => queue.TryTakeAsync(Timeout ?? System.Threading.Timeout.InfiniteTimeSpan, token), out var item) || item is null) return;
            try
            {
                ScriptRun.Run(this, ScriptBlock, new ZkQueueItemInfo(item, Path), CancellationToken.None, StopToken);
                Try($"{Path}/items/{item.Name}", token => item.CompleteAsync(token));
            }
            finally
            {
                PipelineBridge.Dispose(item);
            }
        }
    }
}
