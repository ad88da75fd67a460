using System.Management.Automation;
using ZkReactive.Coordination.Notifications;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Tells everybody who listens, and waits until each has dealt with it.</summary>
[Cmdlet(VerbsCommunications.Send, "ZkNotification", SupportsShouldProcess = true)]
[OutputType(typeof(ZkNotificationResult))]
public sealed class SendZkNotificationCommand : ZkSessionCmdlet
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Where those who are to be told listen (Receive-ZkNotification).</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; }

    /// <summary>What to tell: text or bytes. By default nothing but the fact.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [DataTransformation]
    public byte[] Data { get; set; } = [];

    /// <summary>How long to wait for the acknowledgements. By default 30 seconds.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ShouldProcess(Path.Value, "Send notification")) return;
        var notifier = new ZkNotifier(Client, Path);
        if (Try(Path.Value, token => notifier.SendAsync(Data, Timeout ?? DefaultTimeout, token), out var result)) WriteObject(result);
    }
}
