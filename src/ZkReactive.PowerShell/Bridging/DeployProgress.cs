using System.Management.Automation;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.PowerShell.Bridging;

/// <summary>Turns the states of a deploy into one progress record, updated at most five times a second.</summary>
internal sealed class DeployProgress(PipelinePost post, Action<ProgressRecord> write, TimeProvider time) : IProgress<DeployStatus>
{
    private const int ActivityId = 1;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private long _lastShown;

    /// <summary>The last state that was reported; null before the first.</summary>
    public DeployStatus? Latest { get; private set; }

    /// <inheritdoc/>
    public void Report(DeployStatus value)
    {
        Latest = value;
        var now = time.GetTimestamp();
        if (_lastShown != 0 && time.GetElapsedTime(_lastShown, now) < Pace) return;
        _lastShown = now;
        var record = ToRecord(value);
        post.TryPost(() => write(record));
    }

    /// <summary>What the bar shows of a state.</summary>
    public static ProgressRecord ToRecord(DeployStatus status)
    {
        var (text, percent) = Describe(status);
        return new ProgressRecord(ActivityId, $"Deploy to {status.Path}", text) { PercentComplete = percent };
    }

    /// <summary>The record that takes the bar away.</summary>
    public static ProgressRecord ToCompleted(string path) =>
        new(ActivityId, $"Deploy to {path}", "Done") { RecordType = ProgressRecordType.Completed };

    /// <summary>The words and the percentage of a state. Pure: needs no engine.</summary>
    internal static (string Text, int Percent) Describe(DeployStatus status)
    {
        var all = status.Agents.Count;
        if (all == 0) return ("Waiting for agents", 0);
        var finished = status.Agents.Count(agent => agent.IsFinished);
        var failed = status.Agents.Count(agent => agent.State == DeployAgentState.Failed);
        return ($"{finished} of {all} agents done" + (failed > 0 ? $", {failed} failed" : ""), 100 * finished / all);
    }
}
