using System.CommandLine;
using System.CommandLine.Parsing;
using ZkReactive.Client;

namespace ZkReactive.Cli;

/// <summary>The options that every verb takes, and their environment variables.</summary>
internal sealed class GlobalOptions
{
    /// <summary>The environment variable behind <c>--connect</c>.</summary>
    public const string ConnectVariable = "ZKREACTIVE_CONNECT";

    /// <summary>The environment variable behind <c>--auth</c>.</summary>
    public const string AuthVariable = "ZKREACTIVE_AUTH";

    private readonly CliHost _host;

    /// <summary>Makes them.</summary>
    public GlobalOptions(CliHost host)
    {
        _host = host;
        Connect = new Option<string?>("--connect")
        {
            Description = $"Servers and an optional chroot, as host:port,host:port/chroot. Default: ${ConnectVariable}, else 127.0.0.1:2181.",
            HelpName = "SERVERS",
            Recursive = true,
        };
        Auth = new Option<ZkAuth[]>("--auth")
        {
            Description = $"Credentials as digest:USER:PASSWORD or sasl:USER:PASSWORD (DIGEST-MD5); may be given again. Default: ${AuthVariable}, which keeps them out of process lists.",
            HelpName = "SCHEME:CREDENTIAL",
            Recursive = true,
            Arity = ArgumentArity.OneOrMore,
            CustomParser = ParseAuths,
        };
        SessionTimeout = CliOptions.Duration("--session-timeout", "How long the server keeps the session when the connection is lost. Default: 10s.");
        SessionTimeout.Recursive = true;
        Verbose = new Option<bool>("--verbose") { Description = "Say more: log lines on stderr, and where an error came from.", Recursive = true };
    }

    /// <summary><c>--connect</c>.</summary>
    public Option<string?> Connect { get; }

    /// <summary><c>--auth</c>.</summary>
    public Option<ZkAuth[]> Auth { get; }

    /// <summary><c>--session-timeout</c>.</summary>
    public Option<TimeSpan?> SessionTimeout { get; }

    /// <summary><c>--tls</c> and its kin.</summary>
    public TlsArguments Tls { get; } = new();

    /// <summary><c>--verbose</c>.</summary>
    public Option<bool> Verbose { get; }

    /// <summary>Where <c>--connect</c> or its variable point; null when neither is given.</summary>
    public string? ConnectString(ParseResult parse) =>
        parse.GetValue(Connect) ?? (_host.Environment(ConnectVariable) is { Length: > 0 } fromEnvironment ? fromEnvironment : null);

    /// <summary>What the client is made with.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="patience">How long the user gave the verb as a whole, if he did; it holds for connecting too.</param>
    public ZkClientOptions ClientOptions(ParseResult parse, TimeSpan? patience = null)
    {
        var defaults = new ZkClientOptions();
        var options = defaults with
        {
            ConnectString = ConnectString(parse) ?? defaults.ConnectString,
            SessionTimeout = parse.GetValue(SessionTimeout) ?? defaults.SessionTimeout,
            ConnectTimeout = patience ?? _host.ConnectTimeout,
            Auth = parse.GetValue(Auth) is { Length: > 0 } given ? given : AuthFromEnvironment(),
            Tls = Tls.Read(parse, _host.Environment),
            TimeProvider = _host.TimeProvider,
        };
        options = parse.GetValue(Verbose) ? options with { LoggerFactory = new LineLoggerFactory(_host) } : options;
        options.Validate();
        return options;
    }

    private ZkAuth[] AuthFromEnvironment()
    {
        if (_host.Environment(AuthVariable) is not { Length: > 0 } text) return [];
        return TryParseAuth(text, out var auth)
            ? [auth]
            : throw new CliException("ZkUsage", ExitCodes.Usage, $"The environment variable {AuthVariable} is not of the form digest:USER:PASSWORD or sasl:USER:PASSWORD.");
    }

    // The credential itself is never repeated in an error: it may end up in a log.
    private static ZkAuth[]? ParseAuths(ArgumentResult result)
    {
        var auths = new List<ZkAuth>();
        foreach (var token in result.Tokens)
        {
            if (TryParseAuth(token.Value, out var auth)) auths.Add(auth);
            else result.AddError("--auth takes SCHEME:CREDENTIAL, for instance digest:USER:PASSWORD or sasl:USER:PASSWORD; what was given has another form.");
        }

        return [.. auths];
    }

    private static bool TryParseAuth(string text, out ZkAuth auth)
    {
        auth = null!;
        var parts = text.Split(':', 2);
        if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length == 0) return false;
        if (parts[0] is "digest" or "sasl" && !parts[1].Contains(':', StringComparison.Ordinal)) return false;

        auth = new ZkAuth(parts[0], Text.Encode(parts[1]));
        return true;
    }
}
