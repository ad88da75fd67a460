BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $server = Start-TestServer
    $null = $server | Connect-Zk -Name other
    $null = $server | Connect-Zk -Name mine
}
AfterAll { Stop-TestServer }

Describe 'Groups' {
    It 'shows who joins and leaves' {
        $a = Join-ZkGroup /groups/web a -Status up
        $b = Join-ZkGroup /groups/web b -Session other
        $members = Get-ZkGroup /groups/web
        $members.MemberId | Should -Be a, b
        $members[0].Status | Should -Be up
        Watch-ZkGroup /groups/web -Count 2 | ForEach-Object Change | Should -Be Joined, Joined
        $a, $b | Exit-ZkGroup
        Get-ZkGroup /groups/web | Should -BeNullOrEmpty
    }

    It 'watches a member come and go' {
        $run = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Watch-ZkGroup /groups/live -Count 2 } $server.ConnectString
        $one = Join-ZkGroup /groups/live one
        Wait-Until { $run.Output.Count -ge 1 } 'the joining'
        $one | Exit-ZkGroup
        Wait-Until { $run.Output.Count -ge 2 } 'the leaving'
        $run.Output.Change | Should -Be Joined, Left
        $run.Shell.Dispose()
    }

    It 'prints tables that fit 80 columns' {
        $one = Join-ZkGroup /groups/table one -Status 'x'
        $one | Format-AtEighty | Should -Match 'Path +MemberId +Present'
        Get-ZkGroup /groups/table | Format-AtEighty | Should -Match 'MemberId +Since +Status'
        Watch-ZkGroup /groups/table -Count 1 | Format-AtEighty | Should -Match 'Cause +Change +MemberId +Status'
        $one | Exit-ZkGroup
    }
}

Describe 'Use-ZkLeadership' {
    It 'runs the script as the leader and steps down after it' {
        Use-ZkLeadership /elections/a { param($leadership) $leadership.IsHeld } | Should -BeTrue
        @(Get-ZkChildNode /elections/a).Count | Should -Be 0
    }

    It 'runs it again when leadership was lost and has come back' {
        $script:terms = 0
        $tokens = Use-ZkLeadership /elections/b {
            param($leadership)
            $leadership.FencingToken
            if (++$script:terms -eq 1) {
                $server.Server.Faults.ExpireSession($leadership.SessionId)
                Start-Sleep -Seconds 600
            }
        }
        $tokens | Should -HaveCount 2
        $tokens[1] | Should -BeGreaterThan $tokens[0]
    }
}

Describe 'New-ZkName' {
    It 'claims a name once' {
        New-ZkName /names web1 | Should -Be /names/web1
        New-ZkName /names web1 -Session other -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNameTaken,*'
        $problem[0].CategoryInfo.Category | Should -Be ResourceExists
        New-ZkName /names web2 -WhatIf | Should -BeNullOrEmpty
        Test-ZkNode /names/web2 | Should -BeFalse
    }

    It 'makes new names and ids' {
        1..3 | ForEach-Object { New-ZkName /names -Prefix job- } | Sort-Object -Unique | Should -HaveCount 3
        New-ZkName /ids -Id | Should -Be 1
        New-ZkName /ids -Id -Count 3 -Session other | Should -Be 2, 3, 4
        (New-ZkName /ids -Id) | Should -BeOfType long
    }
}

Describe 'Step-ZkCounter' {
    It 'counts together, up and down, and only reads' {
        Step-ZkCounter /counters/a | Should -Be 1
        Step-ZkCounter /counters/a 10 -Session other | Should -Be 11
        Step-ZkCounter /counters/a -By -1 | Should -Be 10
        Step-ZkCounter /counters/a -By 0 -WhatIf | Should -Be 10
        (Step-ZkCounter /counters/b -By 0) | Should -BeOfType long
        Test-ZkNode /counters/b | Should -BeFalse
        @(Get-ZkChildNode /counters/a).Count | Should -Be 0
    }

    It 'refuses what is no number' {
        $null = New-ZkNode /counters/c x -CreateParents
        Step-ZkCounter /counters/c -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkCounterInvalid,*'
    }
}

Describe 'Add-ZkQueueItem and Use-ZkQueueItem' {
    It 'works on each item in order, and ends when there is none' {
        'a', 'b', 'c' | Add-ZkQueueItem /queues/a
        Use-ZkQueueItem /queues/a -Count 1 { param($item) "$item $($item.Attempt)" } | Should -Be 'a 1'
        Use-ZkQueueItem /queues/a -Timeout 0 { param($item) $item.Text } | Should -Be b, c
        Use-ZkQueueItem /queues/a -Timeout 50ms { 'nothing' } | Should -BeNullOrEmpty
    }

    It 'fills the queue that each object names' {
        [pscustomobject]@{ Path = '/queues/one' }, [pscustomobject]@{ Path = '/queues/two' }, [pscustomobject]@{ Path = '/queues/one' } | Add-ZkQueueItem -Data work
        @(Use-ZkQueueItem /queues/one -Timeout 0 { param($item) "$item" }) | Should -HaveCount 2
        @(Use-ZkQueueItem /queues/two -Timeout 0 { param($item) "$item" }) | Should -HaveCount 1
    }

    It 'gives an item back when the script fails' {
        Add-ZkQueueItem /queues/b work
        { Use-ZkQueueItem /queues/b -Timeout 0 { throw 'no' } } | Should -Throw 'no'
        Use-ZkQueueItem /queues/b -Timeout 0 -Session other { param($item) $item.Attempt } | Should -Be 2
    }

    It 'gives an item back when it is stopped, and wakes a worker that waits' {
        Add-ZkQueueItem /queues/c work
        # More than once: the engine may stop the script before or after it tells the cmdlet.
        foreach ($round in 1..5) {
            $run = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Use-ZkQueueItem /queues/c { param($item) $item.Attempt; Start-Sleep 600 } } $server.ConnectString
            Wait-Until { $run.Output.Count -eq 1 } 'the claim'
            $run.Output[0] | Should -Be $round
            $run.Shell.Stop()
            $run.Shell.Dispose()
        }
        $waiting = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Use-ZkQueueItem /queues/wait -Count 1 { param($item) "$item" } } $server.ConnectString
        Add-ZkQueueItem /queues/wait more
        Wait-Until { $waiting.Output.Count -eq 1 } 'the item'
        $waiting.Shell.Dispose()
        Use-ZkQueueItem /queues/c -Count 1 -Timeout 30s { param($item) $item.Attempt } | Should -Be 6
    }

    It 'gives an item back when it is stopped while a command of the script is being loaded' {
        # The engine takes the stop for a command that cannot be loaded, and lets the script go on to its end.
        $slow = Join-Path $TestDrive modules ZkSlow
        $loading = Join-Path $TestDrive loading
        $null = New-Item $slow -ItemType Directory
        Set-Content (Join-Path $slow ZkSlow.psm1) "[System.IO.File]::WriteAllText('$loading', ''); Start-Sleep 600; function Get-ZkSlow { }"
        New-ModuleManifest (Join-Path $slow ZkSlow.psd1) -RootModule ZkSlow.psm1 -FunctionsToExport Get-ZkSlow
        Add-ZkQueueItem /queues/loading work
        $modules = $env:PSModulePath
        try {
            $env:PSModulePath += [System.IO.Path]::PathSeparator + (Split-Path $slow)
            foreach ($round in 1..5) {
                $run = Start-InRunspace { param($connect) Start-Sleep 0; $null = Connect-Zk $connect; Use-ZkQueueItem /queues/loading { Get-ZkSlow } } $server.ConnectString
                Wait-Until { Test-Path $loading } 'the loading'
                $run.Shell.Stop()
                $run.Shell.Dispose()
                Remove-Item $loading
            }
        }
        finally {
            $env:PSModulePath = $modules
        }
        Use-ZkQueueItem /queues/loading -Count 1 -Timeout 0 { param($item) $item.Attempt } | Should -Be 6
    }
}

Describe 'Wait-ZkBarrier' {
    It 'waits until the node is gone' {
        Wait-ZkBarrier /barriers/open -Timeout 30s
        $null = New-ZkNode /barriers/a -CreateParents
        Wait-ZkBarrier /barriers/a -Timeout 100ms -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].CategoryInfo.Category | Should -Be OperationTimeout
        $run = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Wait-ZkBarrier /barriers/a; 'through' } $server.ConnectString
        Remove-ZkNode /barriers/a
        Wait-Until { $run.Output.Count -eq 1 } 'the barrier'
        $run.Shell.Dispose()
    }
}

Describe 'Send-ZkNotification and Receive-ZkNotification' {
    It 'tells a listener and is told that it has dealt with it' {
        $run = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Receive-ZkNotification /tell -ListenerId one -Count 1 } $server.ConnectString
        Wait-Until { (Test-ZkNode /tell/listeners) -and @(Get-ZkChildNode /tell/listeners).Count -eq 1 } 'the listener'
        $result = Send-ZkNotification /tell reload
        $result.IsComplete | Should -BeTrue
        $result.Acknowledged | Should -Be one
        Wait-Until { $run.Output.Count -eq 1 } 'the notification'
        $run.Output[0].Text | Should -Be reload
        $run.Shell.Dispose()
        $result | Format-AtEighty | Should -Match 'Complete Acknowledged +Left +Missing'
        Send-ZkNotification /tell nobody -WhatIf | Should -BeNullOrEmpty
        (Send-ZkNotification /empty nobody).IsComplete | Should -BeTrue
    }
}
