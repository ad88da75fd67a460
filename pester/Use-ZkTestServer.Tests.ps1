BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    Import-BuiltModule
}

Describe 'Use-ZkTestServer' {
    It 'gives a server with nodes and a session, and takes everything down' {
        $kept = $null
        $text = Use-ZkTestServer -Tree @{ '/app/config' = 'blue'; '/app/bytes' = [byte[]](1, 2) } {
            param($server)
            $script:kept = $server
            $env:ZKREACTIVE_CONNECT | Should -Be $server.ConnectString
            (Connect-Zk).ConnectString | Should -Be $server.ConnectString
            (Get-ZkNode /app/bytes).Data | Should -Be 1, 2
            Get-ZkNode /app/config -Raw
        }
        $text | Should -Be blue
        $env:ZKREACTIVE_CONNECT | Should -BeNullOrEmpty
        Get-ZkSession | Should -BeNullOrEmpty
        { [System.Net.Sockets.TcpClient]::new('127.0.0.1', $script:kept.Port) } | Should -Throw
    }

    It 'takes everything down when the script fails, and tells the failure' {
        { Use-ZkTestServer { throw 'no good' } } | Should -Throw 'no good'
        Get-ZkSession | Should -BeNullOrEmpty
    }

    It 'leaves sessions and servers of before alone' {
        $server = Start-ZkServer -Port 0
        $null = $server | Connect-Zk -Name before
        Use-ZkTestServer { Get-ZkSession } | Should -HaveCount 2
        (Get-ZkSession).Name | Should -Be before
        Disconnect-Zk -All
        Stop-ZkServer -All
    }

    It 'has faults at hand: <Fault>' -ForEach @(
        @{ Fault = 'DropConnections'; Value = $null }, @{ Fault = 'DropConnectionAfter'; Value = 1 }, @{ Fault = 'TruncateFrame'; Value = 3 }
        @{ Fault = 'DropConnectionBefore'; Value = 'GetData' }, @{ Fault = 'DelayReplies'; Value = '20ms' }, @{ Fault = 'ExpireSessions'; Value = $null }
    ) {
        Use-ZkTestServer -Tree @{ '/x' = 'y' } {
            param($server)
            $server.SetFault($Fault, $Value)
            (Wait-ZkNode /x -Timeout 60s).DataAsText
        } | Should -Be y
    }

    It 'takes faults from the start, as names, name=value and a table' {
        Use-ZkTestServer -Fault @{ DelayReplies = '50ms' } { (Measure-Command { Get-ZkNode / }).TotalMilliseconds } | Should -BeGreaterThan 45
        $server = Start-ZkServer -Port 0 -Fault RefuseConnections
        $server | Connect-Zk -Timeout 300ms -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkConnectFailed,*'
        $server.ClearFaults()
        ($server | Connect-Zk).IsConnected | Should -BeTrue
        Disconnect-Zk -All
        Stop-ZkServer -All
    }

    It 'says which faults there are' {
        Start-ZkServer -Port 0 -Fault Gremlins -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkFaultUnknown,*'
        $problem[0].Exception.Message | Should -BeLike '*DropConnections*'
    }

    It 'puts the clock forward: a session expires, a TTL node goes' {
        Use-ZkTestServer {
            param($server)
            $null = Connect-Zk -Name other
            $null = New-ZkNode /mine -Ephemeral -Session other
            $first = (Get-ZkSession other).SessionNumber
            $server.Advance('10m')
            (Wait-ZkNode /mine -Absent -Timeout 60s).Exists | Should -BeFalse
            Wait-Until { (Get-ZkSession other).SessionNumber -gt $first } 'the next session'
        }
    }
}

Describe 'What Should knows' {
    It 'asks for nodes and what they hold' {
        Use-ZkTestServer -Tree @{ '/app/config' = 'blue' } {
            '/app/config' | Should -HaveZkNode
            '/app/config' | Should -HaveZkNode -Data blue
            '/none' | Should -Not -HaveZkNode
            '/app/config' | Should -Not -HaveZkNode -Data red
            { '/none' | Should -HaveZkNode } | Should -Throw 'Expected node /none, but it is not there.'
            { '/app/config' | Should -HaveZkNode -Data red -Because 'we set it' } | Should -Throw "Expected node /app/config with 'red', because we set it, but it holds 'blue'."
        }
    }

    It 'waits until something holds' {
        $script:asked = 0
        { ++$script:asked -ge 3 } | Should -Converge -Within 30s
        { throw 'not yet' } | Should -Not -Converge -Within 30ms
        { { $false } | Should -Converge -Within 30ms } | Should -Throw 'Expected*to hold within 00:00:00.03*'
    }
}
