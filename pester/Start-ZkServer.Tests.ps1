BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    Import-BuiltModule
}

Describe 'Start-ZkServer' {
    AfterEach { Disconnect-Zk -All; Stop-ZkServer -All }

    It 'serves at once, on loopback' {
        $server = Start-ZkServer -Port 0
        $server.Address | Should -Be 127.0.0.1
        $server.Port | Should -BeGreaterThan 0
        $server | Connect-Zk | Get-ZkNode / | Should -HaveCount 1
        $server.Sessions | Should -Be 1
    }

    It 'is an error for a port that is taken' {
        $server = Start-ZkServer -Port 0
        Start-ZkServer -Port $server.Port -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].CategoryInfo.Category | Should -Be ResourceUnavailable
    }

    It 'starts nothing with -WhatIf' {
        Start-ZkServer -Port 0 -WhatIf | Should -BeNullOrEmpty
    }

    It 'prints a table that fits 80 columns' {
        Start-ZkServer -Port 0 | Format-AtEighty | Should -Match 'ConnectString +Connections Sessions +Nodes Uptime'
    }

    It 'keeps everything in a data directory, relative to the location' {
        Push-Location TestDrive:
        try {
            $first = Start-ZkServer -Port 0 -DataDirectory kept -SnapshotCount 100 -KeepSnapshots 2
            $first.DataDirectory | Should -Be (Join-Path (Get-PSDrive TestDrive).Root kept)
            $first | Connect-Zk | New-ZkNode /a -Value one | Out-Null
            Disconnect-Zk -All
            $first | Stop-ZkServer

            Join-Path kept version-2 snapshot.0 | Should -Exist
            $second = Start-ZkServer -Port 0 -DataDirectory kept
            ($second | Connect-Zk | Get-ZkNode /a).DataAsText | Should -Be one
        }
        finally { Pop-Location }
    }

    It 'is an error for a data directory that is in use' {
        $directory = Join-Path (Get-PSDrive TestDrive).Root busy
        Start-ZkServer -Port 0 -DataDirectory $directory | Out-Null
        Start-ZkServer -Port 0 -DataDirectory $directory -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -Match '^ZkServerDataInUse'
        $problem[0].CategoryInfo.Category | Should -Be ResourceBusy
    }

    It 'takes as many connections from an address as -MaxConnections says' {
        $server = Start-ZkServer -Port 0 -MaxConnections 1
        $server | Connect-Zk | Out-Null
        { $server | Connect-Zk -Timeout 1s -ErrorAction Stop } | Should -Throw '*too many clients*'
    }

    It 'answers the four-letter words that it is given, and no others' {
        $talks = Start-ZkServer -Port 0 -FourLetterWord srvr, envi
        $silent = Start-ZkServer -Port 0 -FourLetterWord envi
        (Get-ZkServerStatus $talks.ConnectString).Mode | Should -Be Standalone
        (Get-ZkServerStatus $silent.ConnectString).Mode | Should -Be NotServing
    }

    It 'refuses an unknown four-letter word, naming those there are' {
        Start-ZkServer -Port 0 -FourLetterWord quak -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].CategoryInfo.Category | Should -Be InvalidArgument
        "$($problem[0])" | Should -BeLike '*quak*conf, cons*'
    }

    It 'completes four-letter words' {
        (TabExpansion2 'Start-ZkServer -FourLetterWord wch').CompletionMatches.CompletionText | Should -Be wchc, wchp, wchs
    }
}
