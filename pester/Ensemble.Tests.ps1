BeforeDiscovery {
    $hasZooKeeper = (Get-Command java -ErrorAction Ignore) -and ($env:ZOOKEEPER_HOME -or (Test-Path /usr/share/java/zookeeper.jar))
}
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    Import-BuiltModule
}

Describe 'New-ZkEnsemble' {
    It 'writes configurations, numbers and directories' {
        $ensemble = New-ZkEnsemble (Join-Path $TestDrive three) -BasePort 0
        $ensemble.Count | Should -Be 3
        $ensemble.Servers.Number | Should -Be 1, 2, 3
        1..3 | ForEach-Object { Get-Content (Join-Path $ensemble.Directory "server$_" data myid) | Should -Be $_ }
        Get-Content (Join-Path $ensemble.Directory zoo2.cfg) | Should -Contain "clientPort=$($ensemble.Servers[1].ClientPort)"
    }

    It 'writes nothing with -WhatIf, and refuses a directory that is not empty' {
        $folder = Join-Path $TestDrive refused
        New-ZkEnsemble $folder -BasePort 0 -WhatIf | Should -BeNullOrEmpty
        $folder | Should -Not -Exist
        $null = New-ZkEnsemble $folder -BasePort 0 -Count 1
        New-ZkEnsemble $folder -BasePort 0 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkEnsembleExists,*'
        $problem[0].CategoryInfo.Category | Should -Be ResourceExists
    }

    It 'prints a table that fits 80 columns' {
        New-ZkEnsemble (Join-Path $TestDrive table) -BasePort 0 -Count 1 | Format-AtEighty | Should -Match 'Count Directory +ConnectString'
    }
}

Describe 'Start-ZkEnsemble and Stop-ZkEnsemble' {
    It 'says what is missing when the directory holds no ensemble' {
        Start-ZkEnsemble (Join-Path $TestDrive none) -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkEnsembleNotFound,*'
        $problem[0].CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'starts, shows, tests and stops a real server' -Skip:(-not $hasZooKeeper) {
        $ensemble = New-ZkEnsemble (Join-Path $TestDrive real) -BasePort 0 -Count 1
        try {
            $ensemble | Start-ZkEnsemble -WhatIf | Should -BeNullOrEmpty
            $status = $ensemble | Start-ZkEnsemble
            $status.Mode | Should -Be Standalone
            $status.ProcessId | Should -BeGreaterThan 0
            $null = $ensemble | Connect-Zk -Name real
            (Get-ZkServerStatus -Session real).Connections | Should -BeGreaterThan 0
            (Test-ZkEnsemble -Directory $ensemble.Directory).Severity | Should -Not -Contain Error
        }
        finally {
            Disconnect-Zk -All
            $ensemble | Stop-ZkEnsemble
        }
        (Get-ZkServerStatus -Directory $ensemble.Directory).Mode | Should -Be Unreachable
        # Ended, it is listed until the system's first process has taken note of it.
        Wait-Until { -not (Get-Process -Id $status.ProcessId -ErrorAction Ignore) } 'the end of the process'
    }
}

Describe 'Get-ZkServerStatus and Test-ZkEnsemble' {
    BeforeAll { $server = Start-TestServer }
    AfterAll { Stop-TestServer }

    It 'asks the servers of the last session, or those that are named' {
        (Get-ZkServerStatus).ConnectString | Should -Be $server.ConnectString
        $status = Get-ZkServerStatus "$($server.ConnectString),127.0.0.1:1"
        $status.Mode | Should -Be Standalone, Unreachable
        $status[1].Problem | Should -Not -BeNullOrEmpty
    }

    It 'prints tables that fit 80 columns' {
        $lines = (Get-ZkServerStatus | Format-AtEighty) -split "`n"
        $lines | Should -Contain 'Server           Mode        Zxid          Lag Conns Wait   Nodes Latency'
        (Test-ZkEnsemble | Format-AtEighty) -split "`n" | Where-Object Length -gt 80 | Should -BeNullOrEmpty
    }

    It 'finds what is wrong and says what to do' {
        $findings = Test-ZkEnsemble "$($server.ConnectString),127.0.0.1:1"
        $findings[0].Severity | Should -Be Error
        $findings | Where-Object Severity -eq Error | ForEach-Object { $_.Remedy | Should -Not -BeNullOrEmpty }
    }
}
