BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
    $connect = (Get-ZkSession)[-1].ConnectString
}
AfterAll { Stop-TestServer }

Describe 'Register-ZkService' {
    AfterEach { Unregister-ZkService -All }

    It 'registers and gives a live handle' {
        $handle = Register-ZkService /service/shop/web 10.0.0.5 8080 -Id w1 -Tag blue -Zone eu-1 -Weight 3 -Metadata @{ build = 42 }
        $handle.IsRegistered | Should -BeTrue
        $handle.Path | Should -Be /service/shop/web/w1
        (Get-Command Register-ZkService).OutputType.Name | Should -Contain $handle.GetType().FullName
        $json = (Get-ZkNode $handle.Path).DataAsText | ConvertFrom-Json
        $json.name, $json.id, $json.address, $json.port | Should -Be web, w1, 10.0.0.5, 8080
        $json.payload.metadata.build | Should -Be 42
        $handle | Unregister-ZkService
        Test-ZkNode /service/shop/web/w1 | Should -BeFalse
        $handle.IsEnded | Should -BeTrue
    }

    It 'writes what the scripts of old write' {
        $null = Register-ZkService /service/business/what 127.0.0.1 9096 -Format HostPort
        (Get-ZkNode /service/business/what/s9096).DataAsText | Should -Be '["127.0.0.1","9096"]'
    }

    It 'comes back when the node is deleted by hand' {
        $handle = Register-ZkService /service/shop/web 10.0.0.5 8080
        $before = (Get-ZkNode $handle.Path).Stat.Czxid
        Remove-ZkNode $handle.Path
        Wait-Until { (Test-ZkNode $handle.Path) -and (Get-ZkNode $handle.Path).Stat.Czxid -ne $before } 'the node to come back'
    }

    It 'follows a port' {
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $handle = Register-ZkService /service/shop/port 127.0.0.1 $port -Probe tcp -Interval 50ms -Rise 1 -Fall 1
        Wait-Until { $handle.IsRegistered } 'the registration'
        $listener.Stop()
        Wait-Until { -not (Test-ZkNode $handle.Path) } 'the removal'
        $handle.Health | Should -Be Unhealthy
        $handle.Detail | Should -BeLike '*refused*'
    }

    It 'follows a script block' {
        $flag = Join-Path $TestDrive flag
        $handle = Register-ZkService /service/shop/script 127.0.0.1 1 -Probe ([scriptblock]::Create("Test-Path '$flag'")) -Interval 50ms -ProbeTimeout 30s -Rise 1 -Fall 1
        Wait-Until { $handle.Health -eq 'Unhealthy' } 'the first answer'
        Test-ZkNode $handle.Path | Should -BeFalse
        $null = New-Item $flag
        Wait-Until { $handle.IsRegistered } 'the registration'
        Remove-Item $flag
        Wait-Until { -not (Test-ZkNode $handle.Path) } 'the removal'
    }

    It 'closes the runspace of a script block with its registration' {
        # By their ids: those of registrations before may be closing meanwhile.
        $before = (Get-Runspace).Id
        $handle = Register-ZkService /service/shop/closed 127.0.0.1 1 -Probe { $true } -Interval 50ms -ProbeTimeout 30s -Rise 1
        Wait-Until { $handle.IsRegistered } 'the registration'
        $own = @((Get-Runspace).Id | Where-Object { $_ -notin $before })
        $own | Should -HaveCount 1
        $handle | Unregister-ZkService
        Wait-Until { $own[0] -notin (Get-Runspace).Id } 'the runspace to be closed'
    }

    It 'refuses what is no status' {
        { Register-ZkService /service/shop/web 10.0.0.5 8080 -Probe http://127.0.0.1:1/ -ProbeStatus fine -ErrorAction Stop } | Should -Throw "*'fine' is not a status*"
    }

    It 'refuses the node of a stranger and names its session' {
        $null = Connect-Zk $connect -Name stranger
        $null = New-ZkNode /service/shop/taken/w1 '["192.168.0.1","1"]' -Ephemeral -CreateParents -Session stranger
        Register-ZkService /service/shop/taken 10.0.0.5 80 -Id w1 -Session (Get-ZkSession)[0] -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkServiceNodeTaken,*'
        $problem[0].CategoryInfo.Category | Should -Be ResourceBusy
        "$($problem[0])" | Should -BeLike "*$((Get-ZkSession stranger).Id)*"
        Disconnect-Zk stranger
    }

    It 'writes nothing with -WhatIf' {
        Register-ZkService /service/shop/whatif 10.0.0.5 80 -WhatIf | Should -BeNullOrEmpty
        Test-ZkNode /service/shop/whatif | Should -BeFalse
    }

    It 'refuses what makes no sense' {
        { Register-ZkService /service/shop/web 10.0.0.5 80 -Probe nonsense -ErrorAction Stop } | Should -Throw '*is not a probe*'
        { Register-ZkService /service/shop/web 10.0.0.5 80 -Format HostPort -Zone a -ErrorAction Stop } | Should -Throw '*no place for*'
    }

    It 'ends with its session' {
        $null = Connect-Zk $connect -Name short
        $handle = Register-ZkService /service/shop/short 10.0.0.5 80 -Session short
        Disconnect-Zk short
        Test-ZkNode $handle.Path | Should -BeFalse
        $handle.IsEnded | Should -BeTrue
    }

    It 'prints a table that fits 80 columns' {
        (Register-ZkService /service/shop/web 10.0.0.5 8080 -Id w1 | Format-AtEighty).Trim("`n") | Should -Be @'
Registered Health    EndPoint              Path
---------- ------    --------              ----
True       Healthy   10.0.0.5:8080         /service/shop/web/w1
'@.ReplaceLineEndings("`n")
    }
}
