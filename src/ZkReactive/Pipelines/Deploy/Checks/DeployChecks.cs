using Microsoft.Extensions.Logging;

namespace ZkReactive.Pipelines.Deploy.Checks;

/// <summary>
/// What a manifest asks for after the switch: its post-deploy command, then its health check. After a return the command is
/// run once more, for what it restarted must now restart with what ran before.
/// </summary>
internal sealed partial class DeployChecks(TimeProvider time, ILogger logger) : IDeployAcceptance
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    private readonly CommandRunner _commands = new(time);
    private readonly HealthProbe _health = new(new CommandRunner(time), time);

    public async Task AcceptAsync(DeployAcceptanceRequest request, CancellationToken cancellationToken)
    {
        if (request.Manifest.PostDeploy is { } post)
        {
            var outcome = await RunAsync(request, post, "deploy", cancellationToken).ConfigureAwait(false);
            if (!outcome.IsSuccess) throw new DeployException(DeployErrorIds.PostDeployFailed, $"The post-deploy command failed: {outcome.Reason}");
        }

        if (request.Manifest.HealthCheck is { } check
            && await _health.CheckAsync(check, (program, arguments) => Describe(request, program, arguments, "check"), cancellationToken).ConfigureAwait(false) is { } reason)
        {
            throw new DeployException(DeployErrorIds.HealthCheckFailed, reason);
        }
    }

    public async Task ReturnedAsync(DeployAcceptanceRequest request, CancellationToken cancellationToken)
    {
        if (request.Manifest.PostDeploy is not { } post) return;
        var outcome = await RunAsync(request, post, "return", cancellationToken).ConfigureAwait(false);
        if (!outcome.IsSuccess) throw new DeployException(DeployErrorIds.PostDeployFailed, $"The post-deploy command failed after the return too: {outcome.Reason}");
    }

    private async Task<CommandOutcome> RunAsync(DeployAcceptanceRequest request, DeployPostDeploy post, string action, CancellationToken cancellationToken)
    {
        var timeout = post.TimeoutSeconds is > 0 and { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(1).TotalSeconds)) : DefaultTimeout;
        var began = time.GetTimestamp();
        var outcome = await _commands.RunAsync(Describe(request, post.Command, post.Arguments, action), timeout, cancellationToken).ConfigureAwait(false);
        LogRun(request.DeployId, post.Command, action, outcome.ExitCode, time.GetElapsedTime(began).TotalMilliseconds);
        return outcome;
    }

    private static CheckedCommand Describe(DeployAcceptanceRequest request, string program, IReadOnlyList<string> arguments, string action)
    {
        var previous = request.Previous?.CommitId;
        return new(program, arguments, request.Target, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ZKREACTIVE_ACTION"] = action,
            ["ZKREACTIVE_AGENT"] = request.AgentId,
            ["ZKREACTIVE_DEPLOY_ID"] = request.DeployId,
            ["ZKREACTIVE_TARGET"] = request.Target,
            ["ZKREACTIVE_COMMIT"] = action == "return" ? previous ?? "" : request.Manifest.CommitId,
            ["ZKREACTIVE_PREVIOUS_COMMIT"] = action == "return" ? "" : previous ?? "",
        });
    }

    [LoggerMessage(5184, LogLevel.Information, "Deploy {DeployId}: '{Command}' for {Action} ended with {ExitCode} after {Milliseconds:F0} ms")]
    private partial void LogRun(string deployId, string command, string action, int? exitCode, double milliseconds);
}
