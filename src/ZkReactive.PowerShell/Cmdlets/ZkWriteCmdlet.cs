using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>
/// The base of the cmdlets that write one node per record: a long pipeline does not wait for each answer before it sends the
/// next write. Writes are sent, and results and errors written, in the order of the records. Where an error is to stop the
/// pipeline (<c>-ErrorAction Stop</c>), each write is awaited, so that none is sent after one that failed.
/// </summary>
public abstract class ZkWriteCmdlet : ZkSessionCmdlet
{
    /// <summary>How many writes may be on their way; one more waits for the older half.</summary>
    private const int MostOnTheWay = 256;

    private readonly Queue<(string Target, Task<object?> Write)> _onTheWay = [];
    private Task _newest = Task.CompletedTask;
    private bool? _isOneByOne;

    private protected ZkWriteCmdlet()
    {
    }

    private bool IsOneByOne => _isOneByOne ??= ErrorPreference() is not (ActionPreference.Continue or ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <summary>Waits for what is still on its way.</summary>
    protected override void EndProcessing() => SettleAll();

    /// <summary>Starts a write; what it gives, unless null, and its failure are written in the order of the calls.</summary>
    private protected void Send(string target, Func<CancellationToken, Task<object?>> write)
    {
        // Begun on this thread: the client sends in the order in which it is called.
        var sent = write(StopToken);
        _newest = sent;
        _onTheWay.Enqueue((target, sent));
        if (IsOneByOne)
        {
            SettleAll();
            return;
        }

        // For the older half at once, while the other keeps the server busy.
        if (_onTheWay.Count >= MostOnTheWay) Await(_onTheWay.ElementAt(MostOnTheWay / 2).Write);
        while (_onTheWay.TryPeek(out var oldest) && oldest.Write.IsCompleted) Settle();
    }

    /// <summary>Waits for all that was sent, then does work that must not overlap with it.</summary>
    private protected void SendAlone(string target, Func<CancellationToken, Task<object?>> write)
    {
        SettleAll();
        if (Try(target, write, out var written) && written is not null) WriteObject(written);
    }

    /// <summary>Gathers an operation instead of doing it when a transaction's script is running.</summary>
    /// <param name="session">The session that this record is for.</param>
    /// <param name="target">The path.</param>
    /// <param name="operation">Makes the operation; throws where a transaction cannot hold it.</param>
    /// <returns>Whether it was gathered; false also with -WhatIf given to this command itself.</returns>
    private protected bool TryGather(ZkSession session, string target, Func<ZkOperation> operation)
    {
        if (Resources.Transaction is not { } transaction || MyInvocation.BoundParameters.ContainsKey("WhatIf")) return false;
        Require(target, () => { transaction.Add(session, operation()); return true; });
        return true;
    }

    private void SettleAll()
    {
        if (_onTheWay.Count > 1) Await(_newest);
        while (_onTheWay.Count > 0) Settle();
    }

    /// <summary>Waits for one write that was sent after others: the answers come in order, so this thread is woken once and not for each.</summary>
    private void Await(Task write)
    {
        if (!write.IsCompleted) Try(target: null, token => write.ContinueWith(static _ => { }, token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default));
    }

    private void Settle()
    {
        var (target, write) = _onTheWay.Dequeue();
        object? written;
        if (write.IsCompletedSuccessfully) written = PipelineBridge.Block(write);
        else if (!Try(target, _ => write, out written)) return;
        if (written is not null) WriteObject(written);
    }

    private ActionPreference ErrorPreference()
    {
        var given = MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var bound) ? bound : SessionState.PSVariable.GetValue("ErrorActionPreference", ActionPreference.Continue);
        return LanguagePrimitives.TryConvertTo<ActionPreference>(given, out var preference) ? preference : ActionPreference.Stop;
    }
}
