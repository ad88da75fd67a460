BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $server = Start-TestServer
    $null = $server | Connect-Zk -Name other
    $null = $server | Connect-Zk -Name mine
}
AfterAll { Stop-TestServer }

Describe 'Enter-ZkLock and Exit-ZkLock' {
    It 'hands the lock from one session to the other, with growing fencing tokens' {
        $first = Enter-ZkLock /locks/a
        $first.IsHeld | Should -BeTrue
        Enter-ZkLock /locks/a -Session other -Timeout 0 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkLockBusy,*'
        $problem[0].CategoryInfo.Category | Should -Be ResourceBusy
        $first | Exit-ZkLock
        $first.IsHeld | Should -BeFalse
        $second = Enter-ZkLock /locks/a -Session other -Timeout 30s
        $second.FencingToken | Should -BeGreaterThan $first.FencingToken
        $second, $first | Exit-ZkLock
    }

    It 'lets readers share, and has so many places' {
        $readers = 'mine', 'other' | ForEach-Object { Enter-ZkLock /locks/rw -Kind Read -Session $_ -Timeout 30s }
        Enter-ZkLock /locks/rw -Kind Write -Timeout 0 -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $readers | Exit-ZkLock
        $places = 1..2 | ForEach-Object { Enter-ZkLock /locks/sem -Places 2 -Timeout 30s }
        Enter-ZkLock /locks/sem -Places 2 -Timeout 0 -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $places | Exit-ZkLock
    }

    It 'gives up its place when it is stopped' {
        $held = Enter-ZkLock /locks/stop
        $run = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Enter-ZkLock /locks/stop } $server.ConnectString
        Wait-Until { @(Get-ZkChildNode /locks/stop).Count -eq 2 } 'the waiter'
        $run.Shell.Stop()
        Wait-Until { @(Get-ZkChildNode /locks/stop).Count -eq 1 } 'the waiter to leave'
        $run.Shell.Dispose()
        $held | Exit-ZkLock
    }

    It 'prints a table that fits 80 columns' {
        $held = Enter-ZkLock /locks/table
        ($held | Format-AtEighty) -split "`n" | Should -Contain 'Path                     Held   FencingToken SessionId           Loss'
        $held | Exit-ZkLock
    }
}

Describe 'Use-ZkLock' {
    It 'streams what the script writes, in its scope, with the lock as argument, and gives the lock back' {
        $greeting = 'hello'
        $written = Use-ZkLock /locks/use { param($lock) "$greeting $($lock.Path)"; $lock.IsHeld; Write-Warning careful } -WarningVariable warnings -WarningAction SilentlyContinue
        $written | Should -Be 'hello /locks/use', $true
        "$warnings" | Should -Be careful
        @(Get-ZkChildNode /locks/use).Count | Should -Be 0
        Use-ZkLock /locks/use { 1..1000 } | Select-Object -First 2 | Should -Be 1, 2
        @(Get-ZkChildNode /locks/use).Count | Should -Be 0
    }

    It 'passes errors on and gives the lock back' {
        { Use-ZkLock /locks/bad { throw 'no luck' } } | Should -Throw 'no luck'
        @(Get-ZkChildNode /locks/bad).Count | Should -Be 0
        Use-ZkLock /locks/bad { $ErrorActionPreference = 'Continue'; Write-Error small; 'on' } -ErrorVariable problem -ErrorAction SilentlyContinue | Should -Be on
        "$problem" | Should -Match small
    }

    It 'stops the script when the lock is lost' {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $seen = Use-ZkLock /locks/lost {
            param($lock)
            $server.Server.Faults.ExpireSession($lock.SessionId)
            'before'
            Start-Sleep -Seconds 600
            'after'
        } -ErrorVariable problem -ErrorAction SilentlyContinue
        $seen | Should -Be before
        $problem[-1].FullyQualifiedErrorId | Should -BeLike 'ZkLockLost,*'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 300
    }

    It 'does not run the script when the lock is held' {
        $held = Enter-ZkLock /locks/held -Session other
        $script:ran = $false
        Use-ZkLock /locks/held -Timeout 100ms { $script:ran = $true } -ErrorAction SilentlyContinue
        $script:ran | Should -BeFalse
        $held | Exit-ZkLock
    }
}
