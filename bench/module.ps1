<#
.SYNOPSIS
    What the module costs in a real engine. Prints JSON lines.
.DESCRIPTION
    import     Import-Module beside a bare start of pwsh; the first Connect-Zk | Get-ZkNode.
    pipeline   Set-ZkNode and New-ZkNode over many rows: sent ahead, beside one round trip for each row.
    watch      From a write by another process to the object in Watch-ZkNode's pipeline, and memory under a stream of changes.
    Each goes against the servers of -Connect, or else an embedded one in a process of its own.
.EXAMPLE
    bench/module.ps1 pipeline -Connect 127.0.0.1:2181
#>
[CmdletBinding()]
param(
    [ValidateSet('import', 'pipeline', 'watch')]
    [string[]] $Scenario = @('import', 'pipeline', 'watch'),
    [string] $Connect,
    [int] $Rows = 10000,
    [int] $Rounds = 5,
    [int] $Seconds = 20,
    [string] $Module = (Join-Path (Split-Path $PSScriptRoot) artifacts module ZkReactive ZkReactive.psd1)
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Write-Result([string] $Name, [System.Collections.IDictionary] $Facts) {
    ([ordered]@{ scenario = "module-$Name"; server = $kind } + $Facts) | ConvertTo-Json -Compress
}

function Measure-Seconds([scriptblock] $Work) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $null = & $Work
    $clock.Elapsed.TotalSeconds
}

function Get-Median([double[]] $Values) { ($Values | Sort-Object)[[math]::Floor($Values.Count / 2)] }

# Runs a script in a pwsh of its own; what it prints comes line by line.
function Start-Pwsh([string] $Script) {
    $start = [System.Diagnostics.ProcessStartInfo]::new('pwsh')
    foreach ($argument in '-NoProfile', '-NonInteractive', '-Command', $Script) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    [System.Diagnostics.Process]::Start($start)
}

function Measure-Import {
    $bare = foreach ($i in 1..$Rounds) { Measure-Seconds { pwsh -NoProfile -NonInteractive -Command '1' } }
    $with = foreach ($i in 1..$Rounds) { Measure-Seconds { pwsh -NoProfile -NonInteractive -Command "Import-Module '$Module'" } }
    $first = foreach ($i in 1..$Rounds) { Measure-Seconds { pwsh -NoProfile -NonInteractive -Command "Import-Module '$Module'; Connect-Zk $Connect | Get-ZkNode -Path /" } }
    Write-Result import @{
        bare_ms = [int](1000 * (Get-Median $bare)); import_adds_ms = [int](1000 * ((Get-Median $with) - (Get-Median $bare)))
        first_node_adds_ms = [int](1000 * ((Get-Median $first) - (Get-Median $with)))
    }
}

function Measure-Pipeline {
    $null = New-ZkNode /bench-rows
    $items = foreach ($i in 1..$Rows) { [pscustomobject]@{ Path = "/bench-rows/n$i"; Data = "value $i" } }
    foreach ($round in 1..$Rounds) {
        # This script stops at errors, which would have each write awaited.
        $created = Measure-Seconds { $items | New-ZkNode -ErrorAction Continue }
        $ahead = Measure-Seconds { $items | Set-ZkNode -ErrorAction Continue }
        $single = Measure-Seconds { $items | Set-ZkNode -ErrorAction Stop }
        $loop = Measure-Seconds { foreach ($item in $items) { Set-ZkNode $item.Path $item.Data } }
        $bound = Measure-Seconds { $items | Test-Binding }
        Write-Result pipeline ([ordered]@{
            rows = $Rows; new_s = [int]($Rows / $created); set_s = [int]($Rows / $ahead); one_by_one_s = [int]($Rows / $single); loop_s = [int]($Rows / $loop)
            engine_alone_s = [int]($Rows / $bound); times = [math]::Round($single / $ahead, 2); times_loop = [math]::Round($loop / $ahead, 2)
        })
        Remove-ZkNode /bench-rows/* -Force -Recurse
    }
    Remove-ZkNode /bench-rows
}

# What the engine alone takes to bind the same rows.
function Test-Binding {
    [CmdletBinding()]
    param([Parameter(ValueFromPipelineByPropertyName)] [string[]] $Path, [Parameter(ValueFromPipelineByPropertyName)] [object] $Data)
    process { }
}

# A writer in another process puts the time (which all processes share) into the node; here it is compared with the time of arrival.
function Measure-Watch([string] $Name, [int] $Burst, [int] $Pause) {
    $null = New-ZkNode /bench-watch
    $script = @"
        Import-Module '$Module'; `$null = Connect-Zk $Connect; `$null = [Console]::In.ReadLine()
        `$clock = [System.Diagnostics.Stopwatch]::StartNew(); `$sent = 0; `$next = 0.0
        while (`$clock.Elapsed.TotalSeconds -lt $Seconds) {
            & { foreach (`$i in 1..$Burst) { [pscustomobject]@{ Path = '/bench-watch'; Data = [System.Diagnostics.Stopwatch]::GetTimestamp() } } } | Set-ZkNode
            `$sent += $Burst; `$next += $Pause
            `$left = `$next - `$clock.Elapsed.TotalMilliseconds
            if (`$left -ge 1) { [System.Threading.Thread]::Sleep([int]`$left) }
        }
        Set-ZkNode /bench-watch end; `$sent
"@
    $writer = Start-Pwsh $script
    $took = [System.Collections.Generic.List[double]]::new()
    $heap = [System.Collections.Generic.List[long]]::new()
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    Watch-ZkNode /bench-watch | ForEach-Object {
        $now = [System.Diagnostics.Stopwatch]::GetTimestamp()
        $text = [System.Text.Encoding]::ASCII.GetString($_.Data)
        if ($text -eq '') { $writer.StandardInput.WriteLine(); $clock.Restart() }
        elseif ($text -eq 'end') { $_ }
        else {
            $took.Add(1000.0 * ($now - [long]$text) / [System.Diagnostics.Stopwatch]::Frequency)
            if ($heap.Count -eq 0 -and $clock.Elapsed.TotalSeconds -ge 3) {
                # Warm now; what was forced to be collected is not counted among the delays.
                $heap.Add([System.GC]::GetTotalMemory($true))
                $took.Clear()
            }
        }
    } | Select-Object -First 1 | Out-Null
    $heap.Add([System.GC]::GetTotalMemory($true))
    $sent = [int]$writer.StandardOutput.ReadLine()
    $writer.WaitForExit()
    $sorted = @($took | Sort-Object)
    Write-Result $Name ([ordered]@{
        changes_s = [int]($sent / $Seconds); objects = $took.Count; p50_ms = [math]::Round($sorted[[int]($sorted.Count * 0.5)], 2)
        p99_ms = [math]::Round($sorted[[int]($sorted.Count * 0.99)], 2); max_ms = [math]::Round($sorted[-1], 2)
        heap_mb_first = [math]::Round($heap[0] / 1MB, 1); heap_mb_last = [math]::Round($heap[-1] / 1MB, 1)
    })
    Remove-ZkNode /bench-watch
}

$kind = $Connect ? 'given' : 'embedded'
$own = $null
try {
    if (-not $Connect) {
        $own = Start-Pwsh "Import-Module '$Module'; (Start-ZkServer -Port 0).ConnectString; `$null = [Console]::In.ReadLine()"
        $Connect = $own.StandardOutput.ReadLine()
    }
    Import-Module $Module
    $null = Connect-Zk $Connect
    switch ($Scenario) {
        import { Measure-Import }
        pipeline { Measure-Pipeline }
        watch { Measure-Watch watch-single 1 5; Measure-Watch watch-stream 100 10 }
    }
}
finally {
    Disconnect-Zk -All
    if ($own) { $own.StandardInput.WriteLine(); $own.WaitForExit() }
}
