using System.CommandLine;
using ZkReactive.Pipelines.Deploy.Signing;

namespace ZkReactive.Cli;

/// <summary><c>zkr deploy key</c>.</summary>
internal static class DeployKeyCommand
{
    /// <summary>Makes the verb with its verbs.</summary>
    public static Command Create(CliContext context)
    {
        var command = new ZkrCommand("key", "Keys that sign manifests.")
        {
            Connects = false,
            Notes = ["An agent that is given trusted keys deploys only what one of them has signed, for its own manifest node, and nothing older than what it has seen."],
        };
        command.Add(CreateNew(context));
        return command;
    }

    private static ZkrCommand CreateNew(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "Where the private key goes; the public one goes beside it, as FILE.pub." };
        var json = CliOptions.Json("The key's fingerprint and files as one JSON object.");
        var command = new ZkrCommand("new", "Make a key pair: a private key for whoever publishes, a public one for the agents.")
        {
            Connects = false,
            Notes = ["ECDSA on P-256: PKCS#8 PEM that only its owner can read, and SubjectPublicKeyInfo PEM. Files that are there already are never overwritten."],
            Examples =
            [
                new("zkr deploy key new deploy.key", "Make deploy.key and deploy.key.pub."),
                new("zkr deploy agent --path /app/business/config --root /srv/app \\\n  --trusted-key deploy.key.pub", "Trust it on a server."),
            ],
        };
        command.Add(file);
        command.Add(json);
        command.SetAction(parse =>
        {
            var key = DeploySigningKey.CreateFile(System.IO.Path.GetFullPath(parse.GetRequiredValue(file), context.Host.CurrentDirectory));
            if (parse.GetValue(json))
            {
                CliJson.Write(context.Host.Out, new DeployKeyJson(key.KeyId, key.PrivateKeyFile, key.PublicKeyFile), CliJson.Lines.DeployKeyJson);
                return ExitCodes.Done;
            }

            context.Host.Out.WriteLine($"key {key.KeyId}");
            context.Host.Out.WriteLine($"  sign with   {Text.OneLine(key.PrivateKeyFile)}");
            context.Host.Out.WriteLine($"  trust       {Text.OneLine(key.PublicKeyFile)}");
            return ExitCodes.Done;
        });
        return command;
    }
}
