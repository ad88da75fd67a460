# The loader goes into the default load context; the cmdlets and all they need go into one of their own. Not by Add-Type: that
# alone would take longer than all the rest, since it brings a module of the engine in.
$bin = [System.IO.Path]::Combine($PSScriptRoot, 'bin')
try { $loader = [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($bin, 'ZkReactive.PowerShell.Loader.dll')) }
catch [System.IO.FileLoadException] {
    # Another version of the module was imported before, and a process has one loader: that one serves this version as well.
    $loader = [System.AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'ZkReactive.PowerShell.Loader' }, 'First')[0]
}
$assembly = $loader.GetType('ZkReactive.PowerShell.Loader.ModuleLoadContext')::LoadCmdlets($bin)
foreach ($provider in $ExecutionContext.SessionState.Provider.GetAll()) {
    if ($provider.Name -eq 'ZkReactive' -and $provider.ImplementingType.Assembly -ne $assembly) {
        throw "ZkReactive $($provider.ImplementingType.Assembly.GetName().Version.ToString(3)) is imported in this session, and a session has one provider of that name. Remove it first (Remove-Module ZkReactive), or import this version in another runspace."
    }
}
$cmdlets = Microsoft.PowerShell.Core\Import-Module -Assembly $assembly -PassThru

# Removed with its parent, or else a second import would find it loaded and export nothing.
$ExecutionContext.SessionState.Module.OnRemove = { Microsoft.PowerShell.Core\Remove-Module -ModuleInfo $cmdlets -Force }

# In a test, Should learns about znodes.
if (Get-Module Pester) { . ([System.IO.Path]::Combine($PSScriptRoot, 'ZkReactive.Should.ps1')) }
