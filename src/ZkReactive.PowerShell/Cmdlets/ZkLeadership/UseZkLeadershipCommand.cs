using System.Management.Automation;
using ZkReactive.Coordination.Locks;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Stands as a candidate and runs a script while it leads. When leadership is lost the script is stopped, and started again when it leads anew.</summary>
[Cmdlet(VerbsOther.Use, "ZkLeadership", SupportsShouldProcess = true)]
[OutputType(typeof(object))]
public sealed class UseZkLeadershipCommand : ZkSessionCmdlet
{
    /// <summary>The election: the node below which the candidates stand in line.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; }

    /// <summary>The leader's work. Its first argument is the leadership, whose FencingToken grows from leader to leader. When it has ended, the next candidate leads.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>What this candidate says of itself. By default nothing.</summary>
    [Parameter]
    [DataTransformation]
    public byte[] Data { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        if (!ShouldProcess(Path.Value, "Stand as a candidate and run a script as the leader")) return;
        var mutex = new ZkMutex(session.Client, Path, new ZkLockOptions { Data = Data });
        var isDone = false;
        while (!isDone && Try(Path.Value, token => mutex.AcquireAsync(token), out var leadership))
        {
            try
            {
                var isStopped = ScriptRun.Run(this, ScriptBlock, new ZkLockInfo(leadership, session), leadership.Lost, StopToken);
                isDone = !isStopped && leadership.Loss is null;
                if (!isDone) WriteVerbose($"Leadership of {Path} was lost ({leadership.Loss}); standing again.");
            }
            finally
            {
                PipelineBridge.Dispose(leadership);
            }
        }
    }
}
