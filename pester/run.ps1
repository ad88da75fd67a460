# Runs the whole suite; prints each failed test with its reason; the exit code is the number of failures.
param([string[]] $Path = @($PSScriptRoot, (Join-Path (Split-Path $PSScriptRoot) docs examples runbooks)))
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
Import-Module Pester -MinimumVersion 5.0
Import-Module (Join-Path (Split-Path $PSScriptRoot) artifacts module ZkReactive ZkReactive.psd1)
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$result = Invoke-Pester -Configuration $configuration
foreach ($test in $result.Failed) { "FAILED $($test.ExpandedPath)`n  $($test.ErrorRecord -join "`n  ")" }
foreach ($block in @($result.FailedBlocks) + @($result.FailedContainers)) { "FAILED $block`n  $($block.ErrorRecord -join "`n  ")" }
"$($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped"
exit $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
