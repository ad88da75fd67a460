using System.CommandLine;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary>How a deploy spreads over the fleet and what must hold after the switch, as options of <c>zkr deploy publish</c>.</summary>
internal sealed class DeployRolloutOptions
{
    private readonly Option<int?> _canary = CliOptions.Number("--canary", "N", 0, int.MaxValue, "Let N agents succeed before any other begins.");
    private readonly Option<int?> _batchSize = CliOptions.Number("--batch-size", "N", 1, int.MaxValue, "Let at most N agents be at work at once.");
    private readonly Option<int?> _maxFailures = CliOptions.Number("--max-failures", "N", 0, int.MaxValue, "Halt after more than N failures. Default: only a failing canary halts.");
    private readonly Option<TimeSpan?> _soak = CliOptions.Duration("--soak", "Begin nothing for so long after the last canary's success.");
    private readonly Option<TimeSpan?> _agentTimeout = CliOptions.Duration("--agent-timeout", "An agent that takes longer has failed.");
    private readonly Option<TimeSpan?> _splay = CliOptions.Duration("--splay", "Let each agent wait a random share of this first.");
    private readonly Option<string?> _postDeploy = Text("--post-deploy", "PROGRAM", "Run this after the switch, in the deployed tree; no shell.");
    private readonly Option<string[]> _postDeployArguments = Texts("--post-deploy-argument", "An argument of it; give it again for each.");
    private readonly Option<string?> _healthTcp = Text("--health-tcp", "HOST:PORT", "It is good when this can be connected to.");
    private readonly Option<string?> _healthHttp = Text("--health-http", "URL", "It is good when this answers with 200 to 299.");
    private readonly Option<string?> _healthCommand = Text("--health-command", "PROGRAM", "It is good when this ends with exit code 0.");
    private readonly Option<string[]> _healthArguments = Texts("--health-argument", "An argument of it; give it again for each.");
    private readonly Option<TimeSpan?> _healthTimeout = CliOptions.Duration("--health-timeout", "When it must be good. Default: 30s.");

    /// <summary>Adds the options to a verb, and what they demand of one another.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _canary, _batchSize, _maxFailures, _soak, _agentTimeout, _splay,
            _postDeploy, _postDeployArguments, _healthTcp, _healthHttp, _healthCommand, _healthArguments, _healthTimeout,
        })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            var checks = new Option[] { _healthTcp, _healthHttp, _healthCommand }.Count(option => result.GetResult(option) is not null);
            if (checks > 1) result.AddError("Give one of --health-tcp, --health-http and --health-command.");
            if (checks == 0 && result.GetResult(_healthTimeout) is not null) result.AddError("--health-timeout goes with --health-tcp, --health-http or --health-command.");
            if (result.GetResult(_healthArguments) is not null && result.GetResult(_healthCommand) is null) result.AddError("--health-argument goes with --health-command.");
            if (result.GetResult(_postDeployArguments) is not null && result.GetResult(_postDeploy) is null) result.AddError("--post-deploy-argument goes with --post-deploy.");
            if (result.GetResult(_soak) is not null && result.GetValue(_canary) is null or 0) result.AddError("--soak is how long the canaries are watched; give --canary as well.");
        });
    }

    /// <summary>The manifest with what the options say.</summary>
    public DeployManifest Apply(ParseResult parse, DeployManifest manifest) => manifest with
    {
        Strategy = Strategy(parse),
        PostDeploy = parse.GetValue(_postDeploy) is { } program ? new DeployPostDeploy(program, parse.GetValue(_postDeployArguments) ?? []) : null,
        HealthCheck = HealthCheck(parse),
    };

    private DeployStrategy? Strategy(ParseResult parse)
    {
        var strategy = new DeployStrategy
        {
            Canary = parse.GetValue(_canary),
            BatchSize = parse.GetValue(_batchSize),
            MaxFailures = parse.GetValue(_maxFailures),
            SoakSeconds = parse.GetValue(_soak)?.TotalSeconds,
            TimeoutSeconds = parse.GetValue(_agentTimeout)?.TotalSeconds,
            SplaySeconds = parse.GetValue(_splay)?.TotalSeconds,
        };
        return strategy == new DeployStrategy() ? null : strategy;
    }

    private DeployHealthCheck? HealthCheck(ParseResult parse)
    {
        var (tcp, http, command) = (parse.GetValue(_healthTcp), parse.GetValue(_healthHttp), parse.GetValue(_healthCommand));
        if (tcp is null && http is null && command is null) return null;
        return new DeployHealthCheck
        {
            Tcp = tcp,
            Http = http,
            Command = command,
            Arguments = parse.GetValue(_healthArguments) ?? [],
            TimeoutSeconds = parse.GetValue(_healthTimeout)?.TotalSeconds,
        };
    }

    private static Option<string?> Text(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };

    private static Option<string[]> Texts(string name, string description) => new(name) { Description = description, HelpName = "ARGUMENT", Arity = ArgumentArity.OneOrMore };
}
