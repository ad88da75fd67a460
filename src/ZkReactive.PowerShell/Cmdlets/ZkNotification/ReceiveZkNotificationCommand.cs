using System.Management.Automation;
using ZkReactive.Coordination.Notifications;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Listens and writes each notification; it is acknowledged when the pipeline has dealt with it.</summary>
[Cmdlet(VerbsCommunications.Receive, "ZkNotification", SupportsShouldProcess = true)]
[OutputType(typeof(ZkNotificationInfo))]
public sealed class ReceiveZkNotificationCommand : ZkSessionCmdlet
{
    /// <summary>Where to listen.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; }

    /// <summary>Who listens; unique among the listeners. By default the name of this machine and the process id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ListenerId { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>How many notifications to write before the command ends. By default it runs until it is stopped.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ShouldProcess(Path.Value, $"Listen as {ListenerId}, and acknowledge")) return;
        var notifier = new ZkNotifier(Client, Path);
        Try(Path.Value, (post, token) => ListenAsync(notifier, post, token));
    }

    private Task ListenAsync(ZkNotifier notifier, PipelinePost post, CancellationToken stopping)
    {
        var written = 0;
        return notifier.ListenAsync(ListenerId, HandleAsync, stopping);

        async Task<bool> HandleAsync(ZkNotification notification, CancellationToken token)
        {
            var dealtWith = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await post.PostAsync(
                () =>
                {
                    WriteObject(new ZkNotificationInfo(notification, Path.Value));
                    dealtWith.SetResult();
                },
                token);
            await dealtWith.Task.WaitAsync(token);
            return ++written != Count;
        }
    }
}
