using System.CommandLine;
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
        var command = new ZkrCommand("server", "Run a ZooKeeper server in this process until Ctrl+C or SIGTERM; it keeps everything in memory.")
        {
            Connects = false,
            Notes = ["It serves any ZooKeeper client (Java, kazoo, C, this one). It is for a first try, tests and one machine; what it holds is gone when it ends."],
            Examples =
            [
                new("zkr server", "Serve 127.0.0.1:2181."),
                new("zkr server --port 0", "Serve a free port; the first line printed says which."),
            ],
        };
        command.Add(port);
        command.Add(address);
        command.Validators.Add(result =>
        {
            if (result.GetResult(context.Global.Connect) is { Implicit: false }) result.AddError("--connect is for verbs that connect; 'zkr server' listens (--host, --port).");
        });
        command.SetAction(async (parse, cancellationToken) =>
        {
            var options = new ZkServerOptions
            {
                Port = parse.GetValue(port) ?? 2181,
                Address = parse.GetValue(address) ?? IPAddress.Loopback,
                TimeProvider = context.Host.TimeProvider,
                LoggerFactory = parse.GetValue(context.Global.Verbose) ? new LineLoggerFactory(context.Host) : null,
            };
            var server = await StartAsync(options, cancellationToken).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                context.Host.Out.WriteLine($"serving {server.ConnectString} (in memory; Ctrl+C ends it)");
                await context.Host.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(Timeout.InfiniteTimeSpan, context.Host.TimeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return ExitCodes.Done;
            }
        });
        return command;
    }

    private static async Task<ZkServer> StartAsync(ZkServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ZkServer.StartAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            var remedy = exception.SocketErrorCode == SocketError.AddressAlreadyInUse ? "Another process has the port; give a free one with --port, or 0 for any." : "Give another --host or --port.";
            throw new CliException("ZkListenFailed", ExitCodes.Failed, $"Listening on {new IPEndPoint(options.Address, options.Port)} failed: {exception.Message}. {remedy}");
        }
    }

    private static IPAddress? ParseAddress(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (IPAddress.TryParse(text, out var address)) return address;
        if (text == "localhost") return IPAddress.Loopback;
        result.AddError($"'{text}' is not an IP address; write for instance 127.0.0.1, 0.0.0.0 or ::1.");
        return null;
    }
}
