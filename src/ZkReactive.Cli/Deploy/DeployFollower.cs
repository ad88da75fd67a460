using Spectre.Console;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary>Waits for a deploy and shows how it goes: a live table on a terminal, a line for each agent that finishes elsewhere.</summary>
internal sealed class DeployFollower(CliHost host, bool json)
{
    private const int AssumedHeight = 24;
    private static readonly TimeSpan RedrawEvery = TimeSpan.FromMilliseconds(200);
    private readonly Screen _screen = new(host);

    /// <summary>Waits until every agent has finished.</summary>
    /// <exception cref="CliException">The time is over.</exception>
    public async Task<DeployStatus> WaitAsync(IZkClient client, PublishedDeploy published, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var progress = new Newest();
        try
        {
            var waiting = DeployWait.WaitAsync(client, published.Path, published.DeployId, timeout, null, progress, cancellationToken);
            if (_screen.IsLive && !json) await DrawAsync(published.DeployId, progress, waiting).ConfigureAwait(false);
            else if (!json) await PrintAsync(progress, waiting).ConfigureAwait(false);
            var status = await waiting.ConfigureAwait(false);
            if (json) CliJson.Write(host.Out, DeployStatusJson.From(status), CliJson.Lines.DeployStatusJson);
            else WriteEnd(status);
            return status;
        }
        catch (ZkTimeoutException)
        {
            var last = progress.Last;
            if (json && last is not null) CliJson.Write(host.Out, DeployStatusJson.From(last), CliJson.Lines.DeployStatusJson);
            throw new CliException("ZkTimeout", ExitCodes.Failed, TimedOut(published, timeout, last));
        }
    }

    private void WriteEnd(DeployStatus status)
    {
        DeployView.WriteReasons(_screen, status);
        if (status.Outcome != DeployOutcome.Succeeded) _screen.Line();
        _screen.Line(Markup.Escape($"{DeployStatusJson.Name(status.Outcome)}: {DeployView.Summary(status)}"));
    }

    private static string TimedOut(PublishedDeploy published, TimeSpan timeout, DeployStatus? last)
    {
        var missing = last?.Agents.Where(agent => !agent.IsFinished).Select(agent => agent.Agent).ToList() ?? [];
        var found = missing.Count > 0
            ? $"not finished: {string.Join(", ", missing.Take(10))}{(missing.Count > 10 ? $" and {missing.Count - 10} more" : "")}"
            : $"no agent is registered below {published.Path}/agents";
        return $"Waiting for deploy {published.DeployId} at {published.Path} ended after {Durations.Format(timeout)}; {found}. The agents go on; 'zkr deploy status --path {published.Path}' shows how they fare.";
    }

    private async Task DrawAsync(string deployId, Newest progress, Task waiting)
    {
        var started = host.TimeProvider.GetTimestamp();
        await _screen.Ansi.Live(DeployView.Live(null, deployId, TimeSpan.Zero, AssumedHeight)).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            while (true)
            {
                var height = _screen.Ansi.Profile.Height is > 5 and var lines ? lines : AssumedHeight;
                live.UpdateTarget(DeployView.Live(progress.Last, deployId, host.TimeProvider.GetElapsedTime(started), height));
                if (waiting.IsCompleted) return;
                var changed = progress.NextAsync();
                await Task.WhenAny(waiting, changed, Task.Delay(RedrawEvery, host.TimeProvider, CancellationToken.None)).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    private async Task PrintAsync(Newest progress, Task waiting)
    {
        var printed = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var changed = progress.NextAsync();
            var isLast = waiting.IsCompleted;
            foreach (var (agent, row) in Finished(progress.Last, printed))
            {
                printed.Add(agent.Agent);
                host.Out.WriteLine($"{row.Agent}  {row.State}  {DeployRow.Short(agent.Running)}  {row.Seconds} s  {row.Detail}".TrimEnd());
            }

            await host.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            if (isLast) return;
            await Task.WhenAny(waiting, changed).ConfigureAwait(false);
        }
    }

    private static IEnumerable<(DeployAgentStatus Agent, DeployRow Row)> Finished(DeployStatus? status, HashSet<string> printed)
    {
        if (status is null) yield break;
        var rows = DeployRow.From(status);
        for (var index = 0; index < rows.Count; index++)
        {
            var agent = status.Agents[index];
            if (agent.IsFinished && !printed.Contains(agent.Agent)) yield return (agent, rows[index]);
        }
    }

    /// <summary>Keeps the newest state only: drawing never holds up the wait.</summary>
    private sealed class Newest : IProgress<DeployStatus>
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public DeployStatus? Last { get; private set; }

        public Task NextAsync()
        {
            lock (_lock)
            {
                if (_next.Task.IsCompleted) _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _next.Task;
            }
        }

        public void Report(DeployStatus value)
        {
            lock (_lock)
            {
                Last = value;
                _next.TrySetResult();
            }
        }
    }
}
