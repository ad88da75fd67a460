using System.Management.Automation;

namespace ZkReactive.PowerShell.Bridging;

/// <summary>Runs a condition of the user's on the pipeline thread for work that is elsewhere.</summary>
internal sealed class PipelineScript(ScriptBlock script, PipelinePost post)
{
    /// <summary>Whether the script gives something true for <c>$_</c>. Waits on the calling thread until the pipeline thread has run it.</summary>
    /// <exception cref="OperationCanceledException">The pipeline is being stopped.</exception>
    public bool IsTrueFor(object value, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        PipelineBridge.Block(post.PostAsync(() => Run(value, answer), cancellationToken).AsTask());
        return PipelineBridge.Block(answer.Task.WaitAsync(cancellationToken));
    }

    private void Run(object value, TaskCompletionSource<bool> answer)
    {
        try
        {
            answer.TrySetResult(LanguagePrimitives.IsTrue(script.InvokeWithContext(null, [new PSVariable("_", value)])));
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            answer.TrySetException(e);
        }
    }
}
