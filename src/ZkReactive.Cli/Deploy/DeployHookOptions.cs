using System.CommandLine;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary>The options of <c>zkr deploy hook</c>.</summary>
internal sealed class DeployHookOptions
{
    /// <summary><c>--repository</c>.</summary>
    public Option<string> Repository { get; } = CliOptions.Required("--repository", "DIR", "The repository, bare or with a work tree.");

    /// <summary><c>--branch</c>.</summary>
    public Option<string?> Branch { get; } = new("--branch") { Description = "The branch whose tip is published.", HelpName = "NAME" };

    /// <summary><c>--path</c>.</summary>
    public Option<ZkPath> Path { get; } = NotRequired(CliOptions.PathOption("The manifest node."));

    /// <summary><c>--relative-path</c>.</summary>
    public Option<string?> RelativePath { get; } = new("--relative-path") { Description = "The directory below each agent's root.", HelpName = "DIR" };

    /// <summary><c>--url</c>.</summary>
    public Option<string?> Url { get; } = new("--url") { Description = "The repository as the agents reach it. Default: its directory here, as a file URL.", HelpName = "URL" };

    /// <summary><c>--sign-key</c>.</summary>
    public Option<string?> SignKey { get; } = DeploySigning.KeyOption();

    /// <summary><c>--list</c>.</summary>
    public Option<bool> List { get; } = new("--list") { Description = "Show what is published where, and what waits." };

    /// <summary><c>--replay</c>.</summary>
    public Option<bool> Replay { get; } = new("--replay") { Description = "Publish what was pushed while ZooKeeper was away." };

    /// <summary><c>--uninstall</c>.</summary>
    public Option<bool> Uninstall { get; } = new("--uninstall") { Description = "Take the hook out, and forget what waits." };

    /// <summary><c>--run</c>: what the hook itself calls.</summary>
    public Option<string?> Run { get; } = new("--run") { Hidden = true, HelpName = "HOOK" };

    /// <summary><c>--json</c>.</summary>
    public Option<bool> Json { get; } = CliOptions.Json("What is published where as one JSON object a line.");

    /// <summary>Adds them all.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Repository, Branch, Path, RelativePath, Url, SignKey, List, Replay, Uninstall, Run, Json }) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(List) || result.GetValue(Replay) || result.GetValue(Uninstall) || result.GetValue(Run) is not null) return;
            foreach (var option in new Option[] { Branch, Path, RelativePath }.Where(option => result.GetResult(option) is null)) result.AddError($"Option '{option.Name}' is required to install a hook.");
        });
    }

    private static Option<ZkPath> NotRequired(Option<ZkPath> option)
    {
        option.Required = false;
        return option;
    }
}
