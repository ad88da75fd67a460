using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Output;

namespace ZkReactive.PowerShell.Jobs;

/// <summary>
/// A deploy agent in the background, on a connection of its own. Its output is the agent's events; when nobody receives
/// them, the oldest go.
/// </summary>
public sealed class DeployAgentJob : Job
{
    /// <summary>How many events wait for Receive-Job; one more drops the oldest.</summary>
    private const int MostEvents = 1000;

    private readonly CancellationTokenSource _stopping = new();
    private readonly string _agentId;
    private readonly Task _running;

    internal DeployAgentJob(string command, ZkClientOptions connection, DeployAgentOptions options)
        : base(command)
    {
        Name = options.AgentId;
        PSJobTypeName = "ZkDeployAgent";
        _agentId = options.AgentId;
        SetJobState(JobState.Running);
        _running = Task.Run(() => RunAsync(connection, options));
    }

    /// <inheritdoc/>
    public override string Location => "localhost";

    /// <inheritdoc/>
    public override string StatusMessage => $"agent {_agentId}";

    /// <inheritdoc/>
    public override bool HasMoreData => Output.Count > 0 || Error.Count > 0;

    /// <summary>Stops the agent and waits until its presence is gone.</summary>
    public override void StopJob() => PipelineBridge.Block(StopAsync());

    /// <summary>Stops the agent; done when its presence is gone.</summary>
    internal async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) StopJob();
        base.Dispose(disposing);
    }

    [SuppressMessage("Design", "CA1031", Justification = "A job reports its failure by its state and error stream.")]
    private async Task RunAsync(ZkClientOptions connection, DeployAgentOptions options)
    {
        try
        {
            await using var client = ZkClient.Start(connection);
            var agent = new DeployAgent(client, options);
            using var events = agent.Events.Subscribe(happened => Keep(new ZkDeployEventInfo(agent.AgentId, happened)));
            await agent.RunAsync(_stopping.Token);
            End(JobState.Stopped);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            End(JobState.Stopped);
        }
        catch (Exception e)
        {
            Error.Add(ErrorRecordMapper.ToRecord(e, _agentId));
            End(JobState.Failed);
        }
    }

    private void Keep(ZkDeployEventInfo happened)
    {
        while (Output.Count >= MostEvents) Output.RemoveAt(0);
        Output.Add(PSObject.AsPSObject(happened));
    }

    private void End(JobState state)
    {
        Output.Complete();
        Error.Complete();
        SetJobState(state);
    }
}
