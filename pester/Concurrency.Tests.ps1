BeforeDiscovery { $hasThreadJob = [bool](Get-Command Start-ThreadJob -ErrorAction Ignore) }
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
    $connect = (Get-ZkSession)[-1].ConnectString
}
AfterAll { Stop-TestServer }

Describe 'Jobs and runspaces' {
    It 'streams from a thread job, in order, and stops with it' -Skip:(-not $hasThreadJob) {
        $null = New-ZkNode /job '0'
        $job = Start-ThreadJob -ArgumentList $ModulePath, $connect {
            param($module, $connect)
            Import-Module $module
            $null = Connect-Zk $connect
            Watch-ZkNode /job | ForEach-Object DataAsText
        }
        $seen = [System.Collections.Generic.List[string]]::new()
        foreach ($i in 1..5) {
            Wait-Until { Receive-Job $job | ForEach-Object { $seen.Add($_) }; $seen.Count -eq $i } "state $i"
            Set-ZkNode /job "$i"
        }
        $time = [System.Diagnostics.Stopwatch]::StartNew()
        Stop-Job $job
        $time.Elapsed.TotalSeconds | Should -BeLessThan 10
        $seen | Should -Be 0, 1, 2, 3, 4
        Remove-Job $job -Force
        Remove-ZkNode /job
    }

    It 'writes from ForEach-Object -Parallel, a session for each runspace' {
        $null = New-ZkNode /parallel
        $sessions = 1..6 | ForEach-Object -ThrottleLimit 3 -Parallel {
            Import-Module $using:ModulePath
            $session = Connect-Zk $using:connect
            foreach ($i in 1..20) { $null = New-ZkNode "/parallel/$_-" "$i" -Sequential }
            "$($session.Id)"
            Disconnect-Zk
        }
        $sessions | Sort-Object -Unique | Should -HaveCount 6
        (Get-ZkNode /parallel).ChildCount | Should -Be 120
        Remove-ZkNode /parallel -Recurse -Force
    }

    It 'takes a session along into ForEach-Object -Parallel' {
        $session = (Get-ZkSession)[-1]
        1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:ModulePath
            (Get-ZkNode /app/config -Session $using:session).DataAsText
        } | Should -Be (, 'colour=blue' * 4)
    }
}
