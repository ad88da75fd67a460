BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    Import-BuiltModule
    $server = Start-ZkServer -Port 0
}
AfterAll { Stop-TestServer }

Describe 'Disconnect-Zk' {
    BeforeEach {
        $one = Connect-Zk $server.ConnectString -Name one
        $two = Connect-Zk $server.ConnectString -Name two
    }
    AfterEach { Disconnect-Zk -All }

    It 'closes the last session and makes the one before the default' {
        Disconnect-Zk
        (Get-ZkSession).Name | Should -Be one
        (Get-ZkNode /).Session.Name | Should -Be one
        $two.Status | Should -Be Closed
    }

    It 'takes names and objects' {
        Disconnect-Zk one
        (Get-ZkSession).Name | Should -Be two
        Get-ZkSession | Disconnect-Zk
        Get-ZkSession | Should -BeNullOrEmpty
    }

    It 'closes all' {
        Disconnect-Zk -All
        Get-ZkSession | Should -BeNullOrEmpty
    }

    It 'takes the ephemeral nodes along at once' {
        $null = New-ZkNode /temporary -Ephemeral -Session two
        Disconnect-Zk two
        Test-ZkNode /temporary -Session one | Should -BeFalse
    }

    It 'is an error for a name that nobody has' {
        { Disconnect-Zk nobody } | Should -Throw '*no open session called*'
    }
}
