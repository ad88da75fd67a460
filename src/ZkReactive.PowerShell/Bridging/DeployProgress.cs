using System.Management.Automation;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.PowerShell.Bridging;

/// <summary>
/// Turns the states of a deploy into one progress record, updated at most five times a second. A state that came too soon
/// is shown when its time has come, unless a newer one has taken its place: the bar never stays behind.
/// </summary>
internal sealed class DeployProgress : IProgress<DeployStatus>, IDisposable
{
    /// <summary>The least time between two updates.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private const int ActivityId = 1;
    private readonly Lock _gate = new();
    private readonly PipelinePost _post;
    private readonly Action<DeployStatus> _show;
    private readonly ProgressPace _pace;
    private readonly ITimer _timer;
    private bool _isWaiting;

    /// <summary>Makes it.</summary>
    /// <param name="post">Leads to the pipeline thread.</param>
    /// <param name="show">Shows a state, on the pipeline thread.</param>
    /// <param name="time">The clock.</param>
    public DeployProgress(PipelinePost post, Action<DeployStatus> show, TimeProvider time)
    {
        _post = post;
        _show = show;
        _pace = new ProgressPace(Pace, time);
        _timer = time.CreateTimer(_ => ShowLatest(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The last state that was reported; null before the first.</summary>
    public DeployStatus? Latest { get; private set; }

    /// <inheritdoc/>
    public void Report(DeployStatus value)
    {
        lock (_gate)
        {
            Latest = value;
            if (_isWaiting) return;
            if (_pace.TryTake(out var left)) Show(value);
            else _isWaiting = _timer.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

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

    private void ShowLatest()
    {
        lock (_gate)
        {
            _isWaiting = false;
            if (Latest is { } latest && _pace.TryTake(out _)) Show(latest);
        }
    }

    private void Show(DeployStatus status) => _post.TryPost(() => _show(status));
}
