using System.Management.Automation;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Parameters;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>How a deploy spreads over the fleet and what must hold after the switch, as parameters.</summary>
public abstract class ZkRolloutCmdlet : ZkDeployCmdlet
{
    /// <summary>How many agents must have succeeded before any other begins. By default none.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Canary { get; set; }

    /// <summary>How many agents may be at work at once. By default all.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? BatchSize { get; set; }

    /// <summary>How many failures are borne; one more halts the rollout. By default any number, but none among the canaries.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxFailures { get; set; }

    /// <summary>How long nothing begins after the last canary's success: seconds, a number with a unit (30s, 5m) or a TimeSpan.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Soak { get; set; }

    /// <summary>How long an agent may take before it has failed.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? AgentTimeout { get; set; }

    /// <summary>Over how long the agents spread their beginning, each by a random share.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Splay { get; set; }

    /// <summary>A program to run after the switch, in the deployed tree, without a shell.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PostDeploy { get; set; }

    /// <summary>The program's arguments, passed as they are.</summary>
    [Parameter]
    public string[] PostDeployArgument { get; set; } = [];

    /// <summary>An address, host:port, that can be connected to when the deploy is good.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HealthTcp { get; set; }

    /// <summary>A URL that answers with 200 to 299 when the deploy is good.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HealthHttp { get; set; }

    /// <summary>A program that ends with exit code 0 when the deploy is good.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HealthCommand { get; set; }

    /// <summary>The health command's arguments, passed as they are.</summary>
    [Parameter]
    public string[] HealthArgument { get; set; } = [];

    /// <summary>When the health check must have passed. By default 30 seconds.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? HealthTimeout { get; set; }

    /// <summary>The manifest with what the parameters say.</summary>
    protected DeployManifest WithRollout(DeployManifest manifest)
    {
        var strategy = new DeployStrategy
        {
            Canary = Canary,
            BatchSize = BatchSize,
            MaxFailures = MaxFailures,
            SoakSeconds = Soak?.TotalSeconds,
            TimeoutSeconds = AgentTimeout?.TotalSeconds,
            SplaySeconds = Splay?.TotalSeconds,
        };
        var hasCheck = (HealthTcp ?? HealthHttp ?? HealthCommand) is not null;
        return manifest with
        {
            Strategy = strategy == new DeployStrategy() ? null : strategy,
            PostDeploy = PostDeploy is { } program ? new DeployPostDeploy(program, PostDeployArgument) : null,
            HealthCheck = hasCheck
                ? new DeployHealthCheck { Tcp = HealthTcp, Http = HealthHttp, Command = HealthCommand, Arguments = HealthArgument, TimeoutSeconds = HealthTimeout?.TotalSeconds }
                : null,
        };
    }
}
