using System.CommandLine;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary>What the verbs that publish have in common: the key that signs.</summary>
internal static class DeploySigning
{
    /// <summary><c>--sign-key</c>.</summary>
    public static Option<string?> KeyOption() => new("--sign-key") { Description = "Sign with this private key ('zkr deploy key new' makes one), for agents that trust its public half.", HelpName = "FILE" };

    /// <summary>Reads the key; null when none was given.</summary>
    /// <exception cref="DeployException">It cannot be used.</exception>
    public static DeploySigningKey? Load(CliContext context, string? file) => file is null ? null : DeploySigningKey.Load(System.IO.Path.GetFullPath(file, context.Host.CurrentDirectory));

    /// <summary>How to publish.</summary>
    public static DeployPublisherOptions Options(CliContext context, ZkPath path, DeploySigningKey? key) => new() { Path = path, SigningKey = key, TimeProvider = context.Host.TimeProvider };
}
