using System.CommandLine;
using Spectre.Console;
using ZkReactive.Pipelines.Discovery;

namespace ZkReactive.Cli;

/// <summary><c>zkr service list</c>.</summary>
internal static class ServiceListCommand
{
    private static readonly string[] Heads = ["ID", "ENDPOINT", "ZONE", "WEIGHT", "TAGS", "FORMAT"];

    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.PathOption("The service's node; /brokers/ids for Kafka.");
        var pick = new Option<ServicePick?>("--pick")
        {
            Description = "Print the endpoint of one instance alone: random, roundrobin, weighted, or sticky (with --key).",
            HelpName = "HOW",
            CustomParser = ParsePick,
        };
        var key = new Option<string?>("--key") { Description = "For --pick sticky: the same key gives the same instance.", HelpName = "TEXT" };
        var zone = new Option<string?>("--zone") { Description = "Pick from this zone where it has an instance.", HelpName = "ZONE" };
        var tags = new Option<string[]>("--tag") { Description = "Only instances with this tag; may be given again.", HelpName = "WORD", Arity = ArgumentArity.OneOrMore };
        var json = CliOptions.Json("The list, or with --pick the instance, as one JSON object.");
        var command = new ZkrCommand("list", "Show the instances of a service, or pick one.")
        {
            Notes = ["A service without instances is an empty list and ends with 0; with --pick it is a failure (1). Children that are no instance are counted on stderr."],
            Examples =
            [
                new("zkr service list --path /service/shop/web", "Who is there?"),
                new("curl http://$(zkr service list --path /service/shop/web --pick random)/", "Call one of them."),
                new("zkr service list --path /brokers/ids --json", "Kafka's brokers, for a program to read."),
            ],
        };
        foreach (var option in new Option[] { path, pick, key, zone, tags, json }) command.Add(option);
        command.SetAction(async (parse, cancellationToken) =>
        {
            if ((parse.GetValue(pick) == ServicePick.Sticky) != (parse.GetValue(key) is not null)) throw new CliException("ZkUsage", ExitCodes.Usage, "--pick sticky and --key go together.");
            var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var list = await ServiceReader.ReadAsync(client, parse.GetRequiredValue(path), cancellationToken).ConfigureAwait(false);
                list = list.Restrict(parse.GetValue(tags) ?? [], parse.GetValue(zone));
                if (list.Skipped.Count > 0) context.Notice($"{list.Skipped.Count} {(list.Skipped.Count == 1 ? "child" : "children")} of {list.Path} cannot be read as an instance: {string.Join(", ", list.Skipped.Take(3).Select(pair => $"{pair.Key} ({pair.Value})"))}");
                if (parse.GetValue(pick) is { } how) WritePick(context.Host, list, how == ServicePick.Sticky ? list.Pick(parse.GetValue(key)) : list.Pick(how), parse.GetValue(json));
                else if (parse.GetValue(json)) CliJson.Write(context.Host.Out, ServiceListJson.From(list, list.Instances), CliJson.Lines.ServiceListJson);
                else Write(context.Host, list);
                return ExitCodes.Done;
            }
        });
        return command;
    }

    private static void Write(CliHost host, ServiceList list)
    {
        var screen = new Screen(host);
        if (list.Count == 0)
        {
            screen.Line(Markup.Escape(list.Reason == ServiceListReason.NoNode ? $"{list.Path} is not there" : $"{list.Path} has no instances"));
            return;
        }

        screen.Table(
            Heads,
            [.. list.Instances.Select(one => (IReadOnlyList<string>)[Cell(one.Id), Cell(one.EndPoint), Cell(one.Zone ?? ""), $"{one.Weight}", Cell(string.Join(' ', one.Tags)), one.Format.ToString().ToLowerInvariant()])],
            indent: 0);
    }

    private static void WritePick(CliHost host, ServiceList list, ServiceInstance? picked, bool json)
    {
        if (picked is null)
            throw new CliException(ServiceErrorIds.NoInstance, ExitCodes.Failed, $"Picking an instance of {list.Path} found none. 'zkr service list --path {list.Path}' shows what is there.");
        if (json) CliJson.Write(host.Out, ServiceInstanceJson.From(picked), CliJson.Lines.ServiceInstanceJson);
        else host.Out.WriteLine(Text.OneLine(picked.EndPoint));
    }

    private static string Cell(string text) => Markup.Escape(Text.OneLine(text));

    private static ServicePick? ParsePick(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        foreach (var pick in Enum.GetValues<ServicePick>())
        {
            if (pick.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) return pick;
        }

        result.AddError($"'{text}' is not a way to pick; write random, roundrobin, weighted or sticky.");
        return null;
    }
}
