using System.Management.Automation;
using ZkReactive.PowerShell.Bridging;

namespace ZkReactive.PowerShell.Sessions;

/// <summary>Told by the engine when the module leaves a runspace: everything opened there is closed.</summary>
public sealed class ModuleLifetime : IModuleAssemblyCleanup
{
    /// <summary>Ends the events, closes the sessions and stops the servers of the runspace.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        RunspaceResources.Current.UnsubscribeEvents();
        PipelineBridge.Block(RunspaceResources.Current.CloseAllAsync());
    }
}
