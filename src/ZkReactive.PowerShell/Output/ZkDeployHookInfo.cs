using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Hooks;

namespace ZkReactive.PowerShell.Output;

/// <summary>A hook that publishes what is pushed; binds to Uninstall-ZkDeployHook by <see cref="Repository"/>.</summary>
public sealed class ZkDeployHookInfo
{
    internal ZkDeployHookInfo(string repository, DeployHookTarget target, IReadOnlyList<string> hooks)
    {
        Repository = repository;
        Branch = target.Branch;
        Path = target.Path;
        RelativePath = target.RelativePath;
        Url = DeployRules.RedactUrl(target.Url);
        ConnectString = target.Connect;
        SigningKey = target.SigningKey;
        Hooks = [.. hooks];
    }

    /// <summary>The repository.</summary>
    public string Repository { get; }

    /// <summary>The branch whose tip is published.</summary>
    public string Branch { get; }

    /// <summary>The manifest node.</summary>
    public string Path { get; }

    /// <summary>The directory below each agent's root.</summary>
    public string RelativePath { get; }

    /// <summary>The repository as the agents reach it, without user name and password.</summary>
    public string Url { get; }

    /// <summary>The servers.</summary>
    public string ConnectString { get; }

    /// <summary>The key that signs; null for none.</summary>
    public string? SigningKey { get; }

    /// <summary>The hooks that publish.</summary>
    public string[] Hooks { get; }

    /// <summary>The branch and where it goes.</summary>
    public override string ToString() => $"{Branch} -> {Path}";
}
