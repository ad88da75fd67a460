<#
.SYNOPSIS
    Sends the traffic to the other colour, if enough servers of it are up; comes back if they do not stay up.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)]
    [ValidateSet('blue', 'green')]
    [string] $To,

    [int] $Least = 2,

    [timespan] $Timeout = '00:00:30'
)

$ErrorActionPreference = 'Stop'
$now = Get-ZkNode /shop/colour
if ($now.DataAsText -eq $To) { return "Traffic goes to $To already." }

# Everything that a reader may see together changes together; nobody else's change in between is overwritten.
$null = Wait-ZkNode "/shop/servers/$To" -ChildCount $Least -Timeout $Timeout
if (-not $PSCmdlet.ShouldProcess('/shop/colour', "Change from $($now.DataAsText) to $To")) { return }
$null = Invoke-ZkTransaction {
    Set-ZkNode /shop/colour $To -Version $now.Version
    New-ZkNode /shop/history/switch- @{ from = $now.DataAsText; to = $To } -AsJson -Sequential
}
"Traffic goes to $To."
