using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Text;
using ZkReactive.Coordination;
using ZkReactive.Coordination.Locks;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that take a lock: adds which kind and how long to wait.</summary>
public abstract class ZkLockCmdlet : ZkSessionCmdlet
{
    private protected ZkLockCmdlet()
    {
    }

    /// <summary>The lock: the node below which those who want it stand in line.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; }

    /// <summary>How long to wait for the lock; 0 takes it only if it is free. By default it waits until it is stopped.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Which kind: Mutex (one holder), Read (shared with other readers) or Write (alone). By default Mutex.</summary>
    [Parameter]
    [ValidateSet("Mutex", "Read", "Write")]
    public string Kind { get; set; } = "Mutex";

    /// <summary>Makes it a semaphore with so many places; every holder must give the same number.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Places { get; set; }

    /// <summary>Waits for the lock; a failure is an error of this record.</summary>
    private protected bool TryTake([NotNullWhen(true)] out ZkLockHandle? handle)
    {
        var wanted = Choose();
        return Try(Path.Value, TakeAsync, out handle);

        async Task<ZkLockHandle> TakeAsync(CancellationToken token) => Timeout is not { } timeout
            ? await wanted.AcquireAsync(token)
            : await wanted.TryAcquireAsync(timeout, token) ?? throw new ZkModuleException(
                CoordinationErrorIds.LockBusy, ErrorCategory.ResourceBusy, $"The lock {Path} was not to be had within {timeout}.", "Allow more time, or try again later.");
    }

    private IZkLock Choose()
    {
        var options = new ZkLockOptions { Data = Encoding.UTF8.GetBytes($"{Environment.MachineName}:{Environment.ProcessId}") };
        if (Places > 0) return new ZkSemaphore(Client, Path, Places, options);
        return Kind switch
        {
            "Read" => new ZkReadWriteLock(Client, Path, options).Reader,
            "Write" => new ZkReadWriteLock(Client, Path, options).Writer,
            _ => new ZkMutex(Client, Path, options),
        };
    }
}
