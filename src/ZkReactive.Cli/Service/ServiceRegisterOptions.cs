using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary>The options of <c>zkr service register</c>, each with an environment variable behind it.</summary>
internal sealed class ServiceRegisterOptions(CliContext context)
{
    private readonly Option<string?> _path = Text("--path", "PATH", "The service's node; made when it is not there.");
    private readonly Option<string?> _address = Text("--address", "HOST", "Host name or address at which the service is reached.");
    private readonly Option<string?> _port = Text("--port", "N", "Port at which it is reached.");
    private readonly Option<string?> _id = Text("--id", "ID", "The instance's id, unique in the service. Default: address and port.");
    private readonly Option<string?> _format = Text("--format", "FORMAT", "curator (the default) or hostport.");
    private readonly Option<string[]> _probes = Several("--probe", "PROBE", "tcp, tcp://HOST:PORT, http://…, https://… or exec:COMMAND; may be given again, all must succeed. Default: none.");
    private readonly Option<string?> _probeStatus = Text("--probe-status", "STATUS", "Which status http and https probes take for good: one, or the first and the last. Default: 200-299.");
    private readonly Option<string?> _probeBody = Text("--probe-body", "TEXT", "Text that the answer to http and https probes must contain. Default: any answer will do.");
    private readonly Option<bool> _anyCertificate = new("--probe-any-certificate") { Description = "Take any certificate of https probes: for a service with one of its own making." };
    private readonly Option<string?> _interval = Text("--interval", "TIME", "The pause between two rounds of probes. Default: 2s.");
    private readonly Option<string?> _probeTimeout = Text("--probe-timeout", "TIME", "How long a probe may take. Default: 1s.");
    private readonly Option<string?> _rise = Text("--rise", "N", "How many rounds in a row must succeed before it is registered. Default: 2.");
    private readonly Option<string?> _fall = Text("--fall", "N", "How many must fail before it is taken out. Default: 3.");
    private readonly Option<string[]> _tags = Several("--tag", "WORD", "A word to choose by; may be given again.");
    private readonly Option<string?> _weight = Text("--weight", "N", "Share of weighted picks. Default: 1.");
    private readonly Option<string?> _zone = Text("--zone", "ZONE", "Where it stands.");
    private readonly Option<string[]> _metadata = Several("--metadata", "NAME=VALUE", "What else it says of itself; may be given again.");
    private readonly Option<string?> _sslPort = Text("--ssl-port", "N", "Port that speaks TLS.");
    private readonly Option<string?> _stateDirectory = Text("--state-dir", "DIR", "Where it notes its session, to replace what a crash left at once. Default: it waits until that expires.");

    /// <summary>All of them, in the order of the help page.</summary>
    public IReadOnlyList<Option> All =>
        [_path, _address, _port, _id, _format, _probes, _probeStatus, _probeBody, _anyCertificate, _interval, _probeTimeout, _rise, _fall, _tags, _weight, _zone, _metadata, _sslPort, _stateDirectory];

    /// <summary>The environment variables, in the same order.</summary>
    public IReadOnlyList<string> Variables => [.. All.Select(Variable)];

    /// <summary>What the command line and the environment ask for.</summary>
    /// <exception cref="CliException">Something mandatory is missing, or cannot be read.</exception>
    public ServiceRegistrationOptions Read(ParseResult parse)
    {
        var pathText = Required(parse, _path);
        if (!ZkPath.TryParse(pathText, out var path, out var reason)) throw Usage($"'{pathText}' is not a znode path: {reason}");
        var address = HostOf(Required(parse, _address));
        var port = Number(Required(parse, _port), _port, 1, 65535);
        var defaults = new ServiceRegistrationOptions { Path = path, Address = address, Port = port };
        var expected = Expected(parse);
        var options = defaults with
        {
            Format = Format(Get(parse, _format)),
            Probes = [.. GetAll(parse, _probes).Select(text => ServiceProbe.Parse(text, address, port, expected))],
            DisposesProbes = true,
            Interval = Time(parse, _interval) ?? defaults.Interval,
            ProbeTimeout = Time(parse, _probeTimeout) ?? defaults.ProbeTimeout,
            Rise = Number(parse, _rise, 1, 1000) ?? defaults.Rise,
            Fall = Number(parse, _fall, 1, 1000) ?? defaults.Fall,
            Tags = GetAll(parse, _tags),
            Weight = Number(parse, _weight, 0, 1_000_000) ?? defaults.Weight,
            Zone = Get(parse, _zone),
            Metadata = GetAll(parse, _metadata).Select(Pair).ToDictionary(StringComparer.Ordinal),
            SslPort = Number(parse, _sslPort, 1, 65535),
            StateDirectory = Get(parse, _stateDirectory) is { } directory ? Path.GetFullPath(directory, context.Host.CurrentDirectory) : null,
            TimeProvider = context.Host.TimeProvider,
            LoggerFactory = parse.GetValue(context.Global.Verbose) ? new LineLoggerFactory(context.Host) : (ILoggerFactory)NullLoggerFactory.Instance,
        };
        return Get(parse, _id) is { } id ? options with { InstanceId = id } : options;
    }

    private HttpExpectation Expected(ParseResult parse)
    {
        var expected = HttpExpectation.Default with
        {
            BodyContains = Get(parse, _probeBody),
            IgnoresCertificate = parse.GetValue(_anyCertificate) || Truth(FromEnvironment(_anyCertificate), _anyCertificate),
        };
        return Get(parse, _probeStatus) is { } status ? expected.WithStatus(status) : expected;
    }

    /// <summary>URL and PORT as the containers of old have them; the others with our name before theirs.</summary>
    private static string Variable(Option option) => option.Name switch
    {
        "--address" => "URL",
        "--port" => "PORT",
        var name => "ZKREACTIVE_" + name.TrimStart('-').Replace('-', '_').ToUpperInvariant(),
    };

    private static Option<string?> Text(string name, string helpName, string description) => new(name) { HelpName = helpName, Description = description };

    private static Option<string[]> Several(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description, Arity = ArgumentArity.OneOrMore };

    private string? Get(ParseResult parse, Option<string?> option) => parse.GetValue(option) ?? FromEnvironment(option);

    /// <summary>In the environment several values are separated by commas.</summary>
    private string[] GetAll(ParseResult parse, Option<string[]> option) => parse.GetValue(option) is { Length: > 0 } given
        ? given
        : FromEnvironment(option)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private string? FromEnvironment(Option option) => context.Host.Environment(Variable(option)) is { Length: > 0 } text ? text : null;

    private string Required(ParseResult parse, Option<string?> option) =>
        Get(parse, option) ?? throw Usage($"{option.Name} is missing, and so is the environment variable {Variable(option)}.");

    private int? Number(ParseResult parse, Option<string?> option, int minimum, int maximum) =>
        Get(parse, option) is { } text ? Number(text, option, minimum, maximum) : null;

    private static int Number(string text, Option option, int minimum, int maximum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum
            ? number
            : throw Usage($"'{text}' is not a number of {minimum} to {maximum}, which {option.Name} takes.");

    private TimeSpan? Time(ParseResult parse, Option<string?> option) => Get(parse, option) switch
    {
        null => null,
        var text when Durations.TryParse(text, out var time) => time,
        var text => throw Usage($"'{text}' is not a time, which {option.Name} takes; write for instance 500ms, 30s or 5m."),
    };

    private static bool Truth(string? text, Option option) => text?.ToLowerInvariant() switch
    {
        null or "0" or "false" => false,
        "1" or "true" => true,
        _ => throw Usage($"'{text}' is not what {Variable(option)} takes; write true or false."),
    };

    private static ServiceFormat Format(string? text) => text switch
    {
        null or "curator" => ServiceFormat.Curator,
        "hostport" => ServiceFormat.HostPort,
        _ => throw Usage($"'{text}' is not a format; write curator or hostport."),
    };

    private static KeyValuePair<string, string> Pair(string text)
    {
        var cut = text.IndexOf('=', StringComparison.Ordinal);
        return cut > 0 ? new(text[..cut], text[(cut + 1)..]) : throw Usage($"'{text}' is not of the form NAME=VALUE, which --metadata takes.");
    }

    /// <summary>A whole URL will do where a host is asked for.</summary>
    private static string HostOf(string text) => text.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri.IdnHost : text;

    private static CliException Usage(string message) => new("ZkUsage", ExitCodes.Usage, message);
}
