BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
}
AfterAll { Stop-TestServer }

Describe 'Test-ZkNode' {
    It 'tells for each path' {
        Test-ZkNode /app | Should -BeOfType bool
        Test-ZkNode /app, /missing | Should -Be $true, $false
        '/missing', '/app' | Test-ZkNode | Should -Be $false, $true
        Get-ZkNode /app | Test-ZkNode | Should -BeTrue
    }

    It 'writes an error and nothing else when it cannot ask' {
        $closed = Connect-Zk (Get-ZkSession)[-1].ConnectString
        Disconnect-Zk $closed
        Test-ZkNode /app -Session $closed -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkSessionClosed,*'
    }
}
