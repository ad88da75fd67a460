using System.Management.Automation;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Lists the open sessions of this runspace, oldest first; the last is the default of the other cmdlets.</summary>
[Cmdlet(VerbsCommon.Get, "ZkSession")]
[OutputType(typeof(ZkSession))]
public sealed class GetZkSessionCommand : ZkCmdlet
{
    /// <summary>The names to list; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var patterns = Array.ConvertAll(Name, name => new WildcardPattern(name, WildcardOptions.IgnoreCase));
        WriteObject(Resources.Sessions.Where(s => Array.Exists(patterns, p => p.IsMatch(s.Name))), enumerateCollection: true);
    }
}
