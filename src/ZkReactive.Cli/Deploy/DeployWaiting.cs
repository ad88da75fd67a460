using System.CommandLine;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary>What the verbs that publish do afterwards: say what was published, and wait for the agents when that is wanted.</summary>
internal sealed class DeployWaiting
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until every registered agent has finished, showing how it goes; fails (1) unless all succeeded." };
    private readonly Option<TimeSpan?> _timeout = CliOptions.Duration("--timeout", "How long --wait waits. Default: 5m.");

    /// <summary>Adds <c>--wait</c> and <c>--timeout</c>.</summary>
    public void AddTo(Command command)
    {
        command.Add(_wait);
        command.Add(_timeout);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_timeout) is not null && !result.GetValue(_wait)) result.AddError("--timeout is how long --wait waits; give --wait as well.");
        });
    }

    /// <summary>How long the whole may take, as given; it holds for connecting too.</summary>
    public TimeSpan? Timeout(ParseResult parse) => parse.GetValue(_timeout);

    /// <summary>Says what was published and, with <c>--wait</c>, follows it to its end.</summary>
    /// <exception cref="CliException">It did not succeed everywhere, or the time is over.</exception>
    public async Task<int> FinishAsync(CliContext context, IZkClient client, ParseResult parse, PublishedDeploy published, bool isJson, CancellationToken cancellationToken)
    {
        if (isJson) CliJson.Write(context.Host.Out, DeployPublishedJson.From(published), CliJson.Lines.DeployPublishedJson);
        else WritePublished(context.Host.Out, published);
        if (!parse.GetValue(_wait)) return ExitCodes.Done;

        var status = await new DeployFollower(context.Host, isJson).WaitAsync(client, published, Timeout(parse) ?? DefaultTimeout, cancellationToken).ConfigureAwait(false);
        return status.Outcome == DeployOutcome.Succeeded ? ExitCodes.Done : throw NotSucceeded(status);
    }

    private static void WritePublished(TextWriter output, PublishedDeploy published)
    {
        output.WriteLine($"published {Text.OneLine(published.DeployId)} at {published.Path} (version {published.Version})");
        output.WriteLine($"  {Text.OneLine(published.Manifest.ToString())}");
        output.Flush();
    }

    private static CliException NotSucceeded(DeployStatus status)
    {
        var first = status.Agents.FirstOrDefault(agent => agent.ErrorId is not null);
        var why = first is null ? "" : $"; {first.Agent}: {first.ErrorId}";
        return new CliException(
            status.Outcome == DeployOutcome.Superseded ? "ZkDeploySuperseded" : "ZkDeployFailed",
            ExitCodes.Failed,
            $"Deploy {status.DeployId} at {status.Path} ended {DeployStatusJson.Name(status.Outcome)}: {DeployView.Summary(status)}{why}");
    }
}
