# The loader goes into the default load context; the cmdlets and all they need go into one of their own. Not by Add-Type: that
# alone would take longer than all the rest, since it brings a module of the engine in.
$bin = [System.IO.Path]::Combine($PSScriptRoot, 'bin')
$loader = [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($bin, 'ZkReactive.PowerShell.Loader.dll'))
$cmdlets = Microsoft.PowerShell.Core\Import-Module -Assembly $loader.GetType('ZkReactive.PowerShell.Loader.ModuleLoadContext')::LoadCmdlets($bin) -PassThru

# Removed with its parent, or else a second import would find it loaded and export nothing.
$ExecutionContext.SessionState.Module.OnRemove = { Microsoft.PowerShell.Core\Remove-Module -ModuleInfo $cmdlets -Force }

# In a test, Should learns about znodes.
if (Get-Module Pester) { . ([System.IO.Path]::Combine($PSScriptRoot, 'ZkReactive.Should.ps1')) }
