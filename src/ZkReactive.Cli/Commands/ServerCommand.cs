using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Net.Sockets;
using ZkReactive.Server;

namespace ZkReactive.Cli;

/// <summary><c>zkr server</c>.</summary>
internal static class ServerCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var port = CliOptions.Number("--port", "N", 0, IPEndPoint.MaxPort, "The port to listen on; 0 takes a free one. Default: 2181.");
        var address = new Option<IPAddress>("--host")
        {
            Description = "The address to listen on. Default: 127.0.0.1, this machine only; 0.0.0.0 lets everybody in.",
            HelpName = "ADDRESS",
            CustomParser = result => ParseAddress(result),
        };
        var directory = new Option<string>("--data-dir")
        {
            Description = "Keep everything in this directory, in Apache ZooKeeper's formats. Default: nowhere; what the server holds is gone when it ends.",
            HelpName = "DIR",
        };
        var snapshotCount = CliOptions.Number("--snapshot-count", "N", 2, int.MaxValue, "Transactions from one snapshot to the next. Default: 100000.");
        var snapshotsKept = CliOptions.Number("--keep-snapshots", "N", 1, int.MaxValue, "Snapshots to keep, with the logs that they need. Default: 3.");
        var users = new Option<FileInfo>("--sasl-users")
        {
            Description = "Offer SASL (DIGEST-MD5) to the users in this file: a line USER:PASSWORD for each.",
            HelpName = "FILE",
        };
        var saslOnly = new Option<bool>("--require-sasl") { Description = "Let in only who authenticates with SASL. Needs --sasl-users." };
        var super = new Option<string>("--super-digest")
        {
            Description = "An admin whom no ACL stops: a user's name and the Base64 of the SHA-1 of USER:PASSWORD. Default: nobody.",
            HelpName = "USER:HASH",
            CustomParser = ParseDigest,
        };
        var quotas = new Option<bool>("--enforce-quotas") { Description = "Refuse writes above hard limits of quotas, which are counted only otherwise." };
        var connections = CliOptions.Number("--max-connections", "N", 0, int.MaxValue, "How many connections one address may have at a time; 0 for no limit. Default: 60.");
        var tick = CliOptions.Duration("--tick-time", "The unit of session time: sessions last 2 to 20 of it. Default: 2s.");
        var words = new Option<string[]?>("--four-letter-words")
        {
            Description = $"The four-letter words to answer, with commas between; * for all. Default: {string.Join(',', new ZkServerOptions().FourLetterWords)}.",
            HelpName = "WORDS",
            CustomParser = ParseWords,
        };
        var command = new ZkrCommand("server", "Run a ZooKeeper server in this process until Ctrl+C or SIGTERM; in memory, or with --data-dir on the disk.")
        {
            Connects = false,
            Notes =
            [
                "It serves any ZooKeeper client (Java, kazoo, C, this one). It is for a first try, tests and one machine.",
                "With --data-dir nothing is answered before the disk has it, and Apache ZooKeeper opens the directory too (not at the same time).",
                "With --tls-cert, and --tls-key, every connection is TLS; with --tls-ca a client must show a certificate of that authority (x509 in ACLs).",
            ],
            Examples =
            [
                new("zkr server", "Serve 127.0.0.1:2181."),
                new("zkr server --port 0", "Serve a free port; the first line printed says which."),
                new("zkr server --data-dir ./data", "Keep znodes and sessions in ./data over restarts and crashes."),
            ],
        };
        command.Add(port);
        command.Add(address);
        command.Add(directory);
        command.Add(snapshotCount);
        command.Add(snapshotsKept);
        command.Add(users);
        command.Add(saslOnly);
        command.Add(super);
        command.Add(quotas);
        command.Add(connections);
        command.Add(tick);
        command.Add(words);
        command.Validators.Add(result =>
        {
            if (result.GetResult(context.Global.Connect) is { Implicit: false }) result.AddError("--connect is for verbs that connect; 'zkr server' listens (--host, --port).");
            if (result.GetResult(saslOnly) is { Implicit: false } && result.GetResult(users) is not { Implicit: false }) result.AddError("--require-sasl needs --sasl-users: no client could come in.");
            if (result.GetResult(directory) is { Implicit: false }) return;
            if (result.GetResult(snapshotCount) is { Implicit: false } || result.GetResult(snapshotsKept) is { Implicit: false }) result.AddError("--snapshot-count and --keep-snapshots need --data-dir.");
        });
        command.SetAction(async (parse, cancellationToken) =>
        {
            var defaults = new ZkServerOptions();
            var options = defaults with
            {
                Port = parse.GetValue(port) ?? 2181,
                Address = parse.GetValue(address) ?? IPAddress.Loopback,
                DataDirectory = parse.GetValue(directory),
                SaslUsers = ReadUsers(parse.GetValue(users)),
                RequireSasl = parse.GetValue(saslOnly),
                SuperDigest = parse.GetValue(super),
                MaxConnectionsPerAddress = parse.GetValue(connections) ?? defaults.MaxConnectionsPerAddress,
                TickTime = parse.GetValue(tick) ?? defaults.TickTime,
                // An option with an array for its value has an empty one, and not null, where it is not given.
                FourLetterWords = parse.GetResult(words) is { Implicit: false } ? parse.GetValue(words) ?? [] : defaults.FourLetterWords,
                EnforceQuotas = parse.GetValue(quotas),
                Tls = context.Global.Tls.ReadServer(parse, context.Host.Environment),
                SnapshotCount = parse.GetValue(snapshotCount) ?? defaults.SnapshotCount,
                SnapshotsKept = parse.GetValue(snapshotsKept) ?? defaults.SnapshotsKept,
                TimeProvider = context.Host.TimeProvider,
                LoggerFactory = parse.GetValue(context.Global.Verbose) ? new LineLoggerFactory(context.Host) : null,
            };
            var server = await StartAsync(options, cancellationToken).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                var where = server.Statistics.Disk is { } disk ? $"data in {disk.DataDirectory}" : "in memory";
                context.Host.Out.WriteLine($"serving {server.ConnectString} ({where}; Ctrl+C ends it)");
                await context.Host.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
                await ServeAsync(server, cancellationToken).ConfigureAwait(false);
                return ExitCodes.Done;
            }
        });
        return command;
    }

    // A disk that fails ends the process: whoever watches over it can start it again when there is room.
    private static async Task ServeAsync(ZkServer server, CancellationToken cancellationToken)
    {
        try
        {
            await server.WaitForFailureAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C or SIGTERM.
        }
    }

    private static async Task<ZkServer> StartAsync(ZkServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ZkServer.StartAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception) when (options.Tls is not null && exception is not ServerDataException)
        {
            throw new CliException("ZkTlsFiles", ExitCodes.Failed, $"{exception.Message} Give a PEM or .p12 file with --tls-cert, and its key with --tls-key.");
        }
        catch (SocketException exception)
        {
            var remedy = exception.SocketErrorCode == SocketError.AddressAlreadyInUse ? "Another process has the port; give a free one with --port, or 0 for any." : "Give another --host or --port.";
            throw new CliException("ZkListenFailed", ExitCodes.Failed, $"Listening on {new IPEndPoint(options.Address, options.Port)} failed: {exception.Message}. {remedy}");
        }
    }

    // Neither a line nor the password in it is repeated in an error: that may end up in a log.
    private static Dictionary<string, string> ReadUsers(FileInfo? file)
    {
        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        if (file is null) return users;
        try
        {
            foreach (var line in File.ReadLines(file.FullName).Where(line => line.Length > 0))
            {
                if (line.Split(':', 2) is not [{ Length: > 0 } user, { Length: > 0 } password])
                    throw new CliException("ZkUsage", ExitCodes.Usage, $"'{file.FullName}' has a line that is not of the form USER:PASSWORD.");
                users[user] = password;
            }

            return users;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException("ZkUsage", ExitCodes.Usage, $"The users cannot be read: {e.Message}");
        }
    }

    private static string[]? ParseWords(ArgumentResult result)
    {
        var words = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words.Where(word => word != "*" && !ZkServerOptions.KnownFourLetterWords.Contains(word)))
            result.AddError($"'{word}' is not a four-letter word of this server; known are {string.Join(", ", ZkServerOptions.KnownFourLetterWords)}, and * for all.");
        return words;
    }

    // What was given is not repeated: it may be a password by mistake.
    private static string? ParseDigest(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        try
        {
            new ZkServerOptions { SuperDigest = text }.Validate();
            return text;
        }
        catch (ArgumentException)
        {
            result.AddError("--super-digest is not of the form USER:HASH. Make it with: printf %s USER:PASSWORD | openssl dgst -sha1 -binary | openssl base64, and put the user's name and a colon before it.");
            return null;
        }
    }

    private static IPAddress? ParseAddress(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (IPAddress.TryParse(text, out var address)) return address;
        if (text == "localhost") return IPAddress.Loopback;
        result.AddError($"'{text}' is not an IP address; write for instance 127.0.0.1, 0.0.0.0 or ::1.");
        return null;
    }
}
