using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.Coordination.Queues;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Puts work at the end of a queue, exactly once, for one of those who run Use-ZkQueueItem.</summary>
[Cmdlet(VerbsCommon.Add, "ZkQueueItem", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class AddZkQueueItemCommand : ZkSessionCmdlet
{
    private (IZkClient Client, ZkQueue Queue)? _last;

    /// <summary>The queue's node; it is made where it is missing.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; }

    /// <summary>What is to be done: text or bytes. Each object of the pipeline is an item.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [DataTransformation]
    public byte[] Data { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var queue = QueueOf(Client);
        if (ShouldProcess(Path.Value, "Add item to queue")) Try(Path.Value, token => queue.PutAsync(Data, token));
    }

    // A queue looks whether its nodes are there once, and most pipelines fill one.
    private ZkQueue QueueOf(IZkClient client)
    {
        if (_last is not { } last || last.Client != client || last.Queue.Path != Path) _last = last = (client, new ZkQueue(client, Path));
        return last.Queue;
    }
}
