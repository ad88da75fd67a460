BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
    1..3 | ForEach-Object { $null = Register-ZkService /service/shop/web 10.0.0.5 (8000 + $_) -Id "w$_" -Tag "t$($_ % 2)" -Zone "z$_" -Weight $_ }
    $null = New-ZkNode /brokers/ids/7 '{"endpoints":["PLAINTEXT://kafka1:9092"],"host":"kafka1","port":9092,"version":4,"jmx_port":-1,"timestamp":"1700000000000"}' -CreateParents
}
AfterAll {
    Unregister-ZkService -All
    Stop-TestServer
}

Describe 'Get-ZkServices' {
    It 'gives the instances, by its alias too' {
        (Get-ZkServices /service/shop/web).EndPoint | Should -Be 10.0.0.5:8001, 10.0.0.5:8002, 10.0.0.5:8003
        (Get-ZkService /service/shop/web).Id | Should -Be w1, w2, w3
        (Get-Alias Get-ZkService).Definition | Should -Be Get-ZkServices
    }

    It 'follows what changes without being told' {
        $null = Register-ZkService /service/shop/web 10.0.0.9 9 -Id w9
        Wait-Until { (Get-ZkServices /service/shop/web).Id -contains 'w9' } 'the newcomer'
        Unregister-ZkService /service/shop/web/w9
        Wait-Until { (Get-ZkServices /service/shop/web).Id -notcontains 'w9' } 'its leaving'
    }

    It 'picks by <_>' -ForEach Random, RoundRobin, Weighted {
        $how = $_
        $picked = 1..30 | ForEach-Object { Get-ZkServices /service/shop/web -Pick $how }
        $picked | Should -HaveCount 30
        $picked.Id | ForEach-Object { $_ | Should -BeIn w1, w2, w3 }
    }

    It 'picks by key, always the same' {
        (1..10 | ForEach-Object { Get-ZkServices /service/shop/web -Pick Sticky -Key user7 }).Id | Sort-Object -Unique | Should -HaveCount 1
        { Get-ZkServices /service/shop/web -Pick Sticky } | Should -Throw '*go together*'
    }

    It 'prefers a zone and chooses by tags' {
        (1..10 | ForEach-Object { Get-ZkServices /service/shop/web -Pick Random -Zone z2 }).Id | Sort-Object -Unique | Should -Be w2
        (Get-ZkServices /service/shop/web -Tag t1).Id | Should -Be w1, w3
    }

    It 'leaves what is marked down out of picks, in a zone too, until its time is over' {
        $w2 = Get-ZkServices /service/shop/web -Pick Random -Zone z2
        $others = Get-ZkServices /service/shop/web -Pick Random -MarkDown $w2
        $others.Id | Should -BeIn w1, w3
        (1..20 | ForEach-Object { Get-ZkServices /service/shop/web -Pick Random -Zone z2 }).Id | Should -Not -Contain w2
        (Get-ZkServices /service/shop/web -AsList).Down.Id | Should -Be w2
        (Get-ZkServices /service/shop/web).Id | Should -Contain w2
        $null = Get-ZkServices /service/shop/web -MarkDown $w2 -DownTime 10ms
        Wait-Until { (Get-ZkServices /service/shop/web -Pick Random -Zone z2).Id -eq 'w2' } 'the way back'
    }

    It 'warns of children that it cannot read, and names them with -AsList' {
        $null = New-ZkNode /service/shop/odd/s1 '["10.0.0.1","1"]' -CreateParents
        $null = New-ZkNode /service/shop/odd/note 'hello'
        $instance = Get-ZkServices /service/shop/odd -WarningVariable warning -WarningAction SilentlyContinue
        $instance.EndPoint | Should -Be 10.0.0.1:1
        "$warning" | Should -BeLike '1 child of /service/shop/odd cannot be read as an instance: note (*'
        $list = Get-ZkServices /service/shop/odd -AsList
        $list.Skipped.Keys | Should -Be note
        ($list | Format-AtEighty).Trim("`n") | Should -BeLike "Count Skipped Stale*`n*`n    1       1 False Current*"
    }

    It 'reads the brokers of Kafka' {
        $broker = Get-ZkServices /brokers/ids
        $broker.EndPoint | Should -Be kafka1:9092
        $broker.Format | Should -Be Kafka
    }

    It 'knows a service that is not there from one that is not known' {
        Get-ZkServices /service/nobody | Should -BeNullOrEmpty
        $list = Get-ZkServices /service/nobody -AsList
        $list.IsKnown, $list.IsStale, $list.Reason, $list.Count | Should -Be $true, $false, NoNode, 0
        Get-ZkServices /service/nobody -Pick Random -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkServiceNoInstance,*'
    }

    It 'says of a list how far it is to be trusted' {
        $list = Get-ZkServices /service/shop/web -AsList
        $list.Count, $list.IsStale, $list.Reason | Should -Be 3, $false, Current
        "$($list.AsOfZxid)" | Should -Match '^0x'
    }

    It 'takes many paths from the pipeline' {
        '/service/shop/web', '/brokers/ids' | Get-ZkServices | Should -HaveCount 4
    }

    It 'gives what it says' {
        $types = (Get-Command Get-ZkServices).OutputType.Name
        $types | Should -Contain (Get-ZkServices /service/shop/web)[0].GetType().FullName
        $types | Should -Contain (Get-ZkServices /service/shop/web -AsList).GetType().FullName
    }

    It 'prints tables that fit 80 columns' {
        (Get-ZkServices /service/shop/web -Tag t0 | Format-AtEighty).Trim("`n") | Should -Be @'
EndPoint              Id                   Zone     Weight Tags         Stale
--------              --                   ----     ------ ----         -----
10.0.0.5:8002         w2                   z2            2 t0           False
'@.ReplaceLineEndings("`n")
    }
}

Describe 'Get-ZkServices without ZooKeeper' {
    It 'keeps the last list and says so' -Skip:([bool] $env:ZKREACTIVE_TEST_CONNECT) {
        $server = Start-ZkServer -Port 0
        $session = $server | Connect-Zk -Name doomed
        $null = New-ZkNode /service/s/s1 '["10.0.0.1","1"]' -CreateParents -Session doomed
        (Get-ZkServices /service/s -Session doomed).EndPoint | Should -Be 10.0.0.1:1
        Stop-ZkServer $server
        Wait-Until { (Get-ZkServices /service/s -Session doomed -AsList).IsStale } 'the list to be stale'
        $instance = Get-ZkServices /service/s -Session doomed -WarningVariable warning -WarningAction SilentlyContinue
        $instance.EndPoint, $instance.IsStale, $instance.Reason | Should -Be 10.0.0.1:1, $true, Disconnected
        $warning | Should -HaveCount 1
        Disconnect-Zk doomed
    }

    It 'has the list of before a restart while ZooKeeper is away' -Skip:([bool] $env:ZKREACTIVE_TEST_CONNECT) {
        $state = Join-Path $TestDrive state
        $server = Start-ZkServer -Port 0
        $null = $server | Connect-Zk -Name before
        $null = New-ZkNode /service/s/s1 '["10.0.0.1","1"]' -CreateParents -Session before
        (Get-ZkServices /service/s -Session before -StateDirectory $state).EndPoint | Should -Be 10.0.0.1:1
        Disconnect-Zk before
        Stop-ZkServer $server
        $null = Connect-Zk $server.ConnectString -Name after -NoWait
        $instance = Get-ZkServices /service/s -Session after -StateDirectory $state -Timeout 100ms -WarningAction SilentlyContinue
        $instance.EndPoint, $instance.IsStale, $instance.Reason | Should -Be 10.0.0.1:1, $true, FromDisk
        Disconnect-Zk after
    }
}
