using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Hooks;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Publishes what is pushed to a branch, by a hook of the repository that runs zkr.</summary>
[Cmdlet(VerbsLifecycle.Install, "ZkDeployHook", SupportsShouldProcess = true)]
[OutputType(typeof(ZkDeployHookInfo))]
public sealed class InstallZkDeployHookCommand : ZkCmdlet
{
    /// <summary>The repository, bare or with a work tree.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Repository { get; set; } = "";

    /// <summary>The branch whose tip is published.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Branch { get; set; } = "";

    /// <summary>The manifest node. By default /app/business/config.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; } = DeployPublisherOptions.DefaultPath;

    /// <summary>The directory below each agent's root.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string RelativePath { get; set; } = "";

    /// <summary>The repository as the agents reach it. By default its directory here, as a file URL.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Url { get; set; }

    /// <summary>The servers, with a chroot if there is one. By default those of the last session, else 127.0.0.1:2181.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ServersTransformation]
    public string? ConnectString { get; set; }

    /// <summary>Signs with this private key, which the account that pushes must own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SigningKey { get; set; }

    /// <summary>The zkr program that the hook runs. By default the one on the PATH, by its whole path.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Zkr { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var repository = GetUnresolvedProviderPathFromPSPath(Repository);
        var zkr = Require(Repository, FindZkr);
        var target = new DeployHookTarget
        {
            Branch = Branch,
            Path = Path.Value,
            RelativePath = RelativePath,
            Url = Url ?? new Uri(repository).AbsoluteUri,
            Connect = ConnectString ?? Resources.LastSession?.ConnectString ?? new ZkClientOptions().ConnectString,
            SigningKey = SigningKey is null ? null : GetUnresolvedProviderPathFromPSPath(SigningKey),
        };
        if (!ShouldProcess(repository, $"Publish what is pushed to {Branch} to {Path}")) return;
        if (!Try(repository, token => DeployHook.InstallAsync(repository, target, [zkr], TimeProvider.System, token), out var hooks)) return;
        WriteObject(new ZkDeployHookInfo(repository, target, hooks));
    }

    private string FindZkr()
    {
        if (Zkr is not null) return GetUnresolvedProviderPathFromPSPath(Zkr);
        return InvokeCommand.GetCommand("zkr", CommandTypes.Application) is ApplicationInfo found
            ? found.Path
            : throw new ZkModuleException("ZkCommandMissing", ErrorCategory.NotInstalled, "The hook runs the program zkr, and none is on the PATH.", "Publish it (dotnet publish src/ZkReactive.Cli) and pass it by -Zkr.");
    }
}
