using System.Management.Automation;
using ZkReactive.PowerShell.Bridging;

namespace ZkReactive.PowerShell.Sessions;

/// <summary>Told by the engine when the module leaves a runspace: everything opened there is closed.</summary>
public sealed class ModuleLifetime : IModuleAssemblyCleanup
{
    /// <summary>Closes the sessions and stops the servers of the runspace.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo) => PipelineBridge.Block(RunspaceResources.Current.CloseAllAsync());
}
