using System.CommandLine;

namespace ZkReactive.Cli;

/// <summary><c>zkr deploy</c>.</summary>
internal static class DeployCommand
{
    /// <summary>Makes the verb with its verbs.</summary>
    public static Command Create(CliContext context)
    {
        var command = new ZkrCommand("deploy", "Deploy a git commit to every server that watches a znode.")
        {
            Connects = false,
            Notes = ["The manifest node holds JSON, {\"url\":…,\"commitId\":…,\"relativePath\":…}; any tool may write it. Each server runs 'zkr deploy agent', checks out exactly that commit below its own root, and writes its result beside the manifest."],
        };
        command.Add(DeployPublishCommand.Create(context));
        command.Add(DeployAgentCommand.Create(context));
        command.Add(DeployStatusCommand.Create(context));
        command.Add(DeployUndoCommand.Create(context));
        command.Add(DeployHaltCommand.Create(context));
        command.Add(DeployResumeCommand.Create(context));
        command.Add(DeployHookCommand.Create(context));
        command.Add(DeployKeyCommand.Create(context));
        return command;
    }
}
