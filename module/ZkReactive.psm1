# The loader goes into the default load context; the cmdlets and all they need go into one of their own.
Add-Type -LiteralPath ([System.IO.Path]::Combine($PSScriptRoot, 'bin', 'ZkReactive.PowerShell.Loader.dll'))
$cmdlets = Microsoft.PowerShell.Core\Import-Module -Assembly ([ZkReactive.PowerShell.Loader.ModuleLoadContext]::LoadCmdlets()) -PassThru

# Removed with its parent, or else a second import would find it loaded and export nothing.
$ExecutionContext.SessionState.Module.OnRemove = { Microsoft.PowerShell.Core\Remove-Module -ModuleInfo $cmdlets -Force }

# In a test, Should learns about znodes.
if (Get-Module Pester) { . ([System.IO.Path]::Combine($PSScriptRoot, 'ZkReactive.Should.ps1')) }
