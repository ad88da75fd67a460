using System.CommandLine;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Streams;

namespace ZkReactive.Cli;

/// <summary><c>zkr service register</c>.</summary>
internal static class ServiceRegisterCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var options = new ServiceRegisterOptions(context);
        var json = CliOptions.Json("What it sees, decides and does as one JSON object a line.");
        var command = new ZkrCommand("register", "Keep an instance of a service in ZooKeeper while its probes succeed, until Ctrl+C or SIGTERM.")
        {
            Notes =
            [
                "It never gives up: after a lost connection, an expired session or a deletion by hand it registers again. Stopped by a signal it takes the instance out at once and ends with 0.",
                $"For containers every setting has an environment variable: {string.Join(", ", options.Variables)} and {GlobalOptions.ConnectVariable}.",
            ],
            Examples =
            [
                new("zkr service register --path /service/shop/web --address 10.0.0.5 \\\n  --port 8080 --probe http://127.0.0.1:8080/health", "Register a web server while it is well."),
                new("zkr service register --path /service/business/what --address 127.0.0.1 \\\n  --port 9096 --format hostport --probe tcp", "Register a port while somebody listens there."),
                new("URL=10.0.0.5 PORT=80 ZKREACTIVE_PATH=/service/shop/web \\\n  zkr service register --probe tcp", "In a container."),
            ],
        };
        foreach (var option in options.All) command.Add(option);
        command.Add(json);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var wanted = options.Read(parse);
            var client = ZkClient.Start(context.Global.ClientOptions(parse));
            await using (client.ConfigureAwait(false))
            {
                using var notices = client.ObserveSession().Subscribe(new SessionNotices(context, announceFirst: true).Write);
                var registration = ServiceRegistration.Start(client, wanted);
                await using (registration.ConfigureAwait(false))
                {
                    var writer = new ServiceEventWriter(context.Host, registration.InstancePath, parse.GetValue(json));
                    using var events = registration.Events.Subscribe(writer.Write);
                    await RunAsync(registration, cancellationToken).ConfigureAwait(false);
                    return ExitCodes.Done;
                }
            }
        });
        return command;
    }

    private static async Task RunAsync(ServiceRegistration registration, CancellationToken cancellationToken)
    {
        try
        {
            await registration.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The way it is meant to end. What cannot be taken out now goes with the session, which is closed next.
            await registration.DisposeAsync().ConfigureAwait(false);
        }
    }
}
