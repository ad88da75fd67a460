using System.CommandLine;
using System.CommandLine.Parsing;
using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Cli;

/// <summary><c>zkr policy test</c>.</summary>
internal static class PolicyTestCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var type = PolicyCommand.TypeOption("Test the policies that stand below this node.", required: false);
        var files = new Argument<string[]>("FILE") { Description = "Test these files as one set; no server is needed.", Arity = ArgumentArity.ZeroOrMore };
        var id = new Option<long?>("--id") { Description = "Route this id, and say which line decided and why others did not.", HelpName = "N" };
        var attributes = new Option<KeyValuePair<string, object?>[]>("--attribute")
        {
            Description = "What else is known, for --id; may be given again.",
            HelpName = "NAME=VALUE",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = ParseAttributes,
        };
        var json = CliOptions.Json("Findings and, with --id, the decision as one JSON object.");
        var command = new ZkrCommand("test", "Check policies, and try where an id would go.")
        {
            Notes = ["It fails (1) when the set has an error; warnings do not make it fail."],
            Examples =
            [
                new("zkr policy test Acl1.xml Agl1.xml", "Is the set good?"),
                new("zkr policy test Acl1.xml --id 60000 \\\n  --attribute platform=ios --attribute retries=2", "Where would this id go, and why?"),
                new("zkr policy test --type /Proxy --id 60000", "And with what is published now?"),
            ],
        };
        command.Add(files);
        foreach (var option in new Option[] { type, id, attributes, json }) command.Add(option);
        command.Validators.Add(result =>
        {
            if ((result.GetResult(type) is null) == (result.GetValue(files) is not { Length: > 0 })) result.AddError("Give either files or --type.");
            if (result.GetResult(attributes) is not null && result.GetResult(id) is null) result.AddError("--attribute goes with --id.");
        });
        command.SetAction(async (parse, cancellationToken) =>
        {
            PolicyCompilation compilation;
            if (parse.GetResult(type) is null)
            {
                compilation = PolicySet.Compile(await PolicyInput.ReadAsync(context.Host, parse.GetRequiredValue(files), cancellationToken).ConfigureAwait(false));
            }
            else
            {
                var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
                await using (client.ConfigureAwait(false))
                {
                    compilation = (await PolicyReader.ReadAsync(client, parse.GetValue(type), cancellationToken: cancellationToken).ConfigureAwait(false)).Compile();
                }
            }

            return new PolicyTestView(context.Host, parse.GetValue(json)).Write(compilation, parse.GetValue(id), parse.GetValue(attributes) ?? []);
        });
        return command;
    }

    private static KeyValuePair<string, object?>[]? ParseAttributes(ArgumentResult result)
    {
        var attributes = new List<KeyValuePair<string, object?>>();
        foreach (var token in result.Tokens)
        {
            var cut = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (cut > 0) attributes.Add(new(token.Value[..cut], token.Value[(cut + 1)..]));
            else result.AddError($"'{token.Value}' is not of the form NAME=VALUE.");
        }

        return [.. attributes];
    }
}
