# What Pester's Should can ask about znodes. The functions stay inside the module; Pester holds the script blocks.

function Test-HaveZkNode {
    <#
    .SYNOPSIS
        Asks whether a node is there, and with -Data whether it holds that text.
    .EXAMPLE
        '/app/config' | Should -HaveZkNode -Data 'colour=blue'
    .EXAMPLE
        '/app/old' | Should -Not -HaveZkNode
    #>
    param($ActualValue, $Data, $Session, [switch] $Negate, [string] $Because)
    $of = if ($null -ne $Session) { @{ Session = $Session } } else { @{} }
    $path = [string]($ActualValue.Path ?? $ActualValue)
    $found = 'it is not there'
    $isSo = Test-ZkNode -Path $path @of -ErrorAction Stop
    if ($isSo -and $PSBoundParameters.ContainsKey('Data')) {
        $text = Get-ZkNode -Path $path -Raw @of -ErrorAction Stop
        $found = "it holds '$text'"
        $isSo = $text -ceq [string]$Data
    }
    elseif ($isSo) { $found = 'it is there' }
    $wanted = "node $path$($PSBoundParameters.ContainsKey('Data') ? " with '$Data'" : '')"
    [pscustomobject]@{
        Succeeded      = $isSo -ne $Negate.IsPresent
        FailureMessage = "Expected $($Negate ? 'no ' : '')$wanted$($Because ? ", because $Because" : ''), but $found."
    }
}

function Test-Converge {
    <#
    .SYNOPSIS
        Asks again and again whether a script gives something true and throws nothing, until it does or time is up.
    .EXAMPLE
        { (Get-ZkNode /app/config).DataAsText -eq 'colour=red' } | Should -Converge -Within 10s
    #>
    param($ActualValue, $Within = '30s', [switch] $Negate, [string] $Because)
    if ($ActualValue -isnot [scriptblock]) { throw [System.ArgumentException]::new('Should -Converge takes a script block.') }
    $limit = if ($Within -is [timespan]) { $Within }
    elseif ("$Within" -match '^(?<n>[\d.]+)\s*(?<u>ms|s|m|h)?$') {
        [timespan]::FromSeconds([double]::Parse($Matches.n, [cultureinfo]::InvariantCulture) * @{ ms = 0.001; s = 1; m = 60; h = 3600 }[$Matches['u'] ?? 's'])
    }
    else { throw [System.ArgumentException]::new("'$Within' is not a duration. Give seconds (30), a number with a unit (500ms, 30s, 5m) or a TimeSpan.") }

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $pause = 10
    do {
        $last = $null
        $isSo = $false
        try { $isSo = [bool]($last = & $ActualValue) }
        catch { $last = $_ }
        if ($isSo) { break }
        $left = ($limit - $clock.Elapsed).TotalMilliseconds
        if ($left -gt 0) { Start-Sleep -Milliseconds ([int][math]::Min($pause, [math]::Ceiling($left))) }
        $pause = [math]::Min($pause * 2, 250)
    } while ($left -gt 0)
    [pscustomobject]@{
        Succeeded      = $isSo -ne $Negate.IsPresent
        FailureMessage = "Expected {$ActualValue} $($Negate ? 'never ' : '')to hold within $limit$($Because ? ", because $Because" : ''), but " +
            ($Negate ? "it did after $($clock.Elapsed)." : "the last answer was '$last'.")
    }
}

foreach ($operator in 'HaveZkNode', 'Converge') {
    Pester\Add-ShouldOperator -Name $operator -InternalName "Test-$operator" -Test (Get-Item "function:Test-$operator").ScriptBlock
}
