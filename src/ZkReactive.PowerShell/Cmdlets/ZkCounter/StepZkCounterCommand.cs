using System.Management.Automation;
using ZkReactive.Coordination.Counters;
using ZkReactive.PowerShell.Completers;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Adds to a number that many count together, and writes what it is then.</summary>
[Cmdlet(VerbsCommon.Step, "ZkCounter", SupportsShouldProcess = true)]
[OutputType(typeof(long))]
public sealed class StepZkCounterCommand : ZkSessionCmdlet
{
    /// <summary>The number's node; it is made where it is missing, and the number begins at 0.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; }

    /// <summary>How much to add; less than zero counts down, and 0 only reads. By default 1.</summary>
    [Parameter(Position = 1)]
    public long By { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var client = Client;
        if (By != 0 && !ShouldProcess(Path.Value, $"Add {By} to counter")) return;
        if (Try(Path.Value, StepAsync, out var number)) WriteObject(number);

        async Task<long> StepAsync(CancellationToken token)
        {
            await using var counter = new ZkCounter(client, Path);
            return By == 0 ? await counter.ReadAsync(token) : await counter.AddAsync(By, token);
        }
    }
}
