BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    Import-BuiltModule
    $server = Start-ZkServer -Port 0
    $null = Connect-Zk $server.ConnectString -Name alpha
    $null = Connect-Zk $server.ConnectString -Name beta
}
AfterAll { Stop-TestServer }

Describe 'Get-ZkSession' {
    It 'lists the sessions, oldest first' { (Get-ZkSession).Name | Should -Be alpha, beta }

    It 'finds by name and wildcard' {
        (Get-ZkSession alpha).Name | Should -Be alpha
        (Get-ZkSession B*).Name | Should -Be beta
        Get-ZkSession gamma | Should -BeNullOrEmpty
    }

    It 'binds to -Session of other cmdlets' {
        (Get-ZkSession alpha | Get-ZkNode /).Session.Name | Should -Be alpha
    }

    It 'completes names' {
        (TabExpansion2 'Get-ZkNode / -Session al' 24).CompletionMatches.CompletionText | Should -Be alpha
    }

    It 'keeps the sessions of runspaces apart' {
        $other = Start-InRunspace { param($connect) $null = Connect-Zk $connect -Name gamma; (Get-ZkSession).Name } $server.ConnectString
        $null = $other.Shell.EndInvoke($other.Handle)
        $other.Output | Should -Be gamma
        (Get-ZkSession).Name | Should -Be alpha, beta
        $other.Shell.Dispose()
    }

    It 'prints a table that fits 80 columns' {
        $lines = (Get-ZkSession alpha | Format-AtEighty) -split "`n"
        $lines[1] | Should -Match '^Name +Status +Id +Timeout +ConnectString$'
        $lines[3] | Should -Match '^alpha +Connected +0x[0-9a-f]+ +00:00:10 +127\.0\.0\.1:\d+$'
    }
}
