BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
}
AfterAll { Stop-TestServer }

Describe 'Set-ZkNode' {
    BeforeEach { $null = New-ZkNode /set 'old' }
    AfterEach { Remove-ZkNode /set -Recurse -Force }

    It 'writes, and says nothing' {
        Set-ZkNode /set 'new' | Should -BeNullOrEmpty
        (Get-ZkNode /set).DataAsText | Should -Be new
    }

    It 'gives the node as it is then with -PassThru' {
        $node = Set-ZkNode /set 'new' -PassThru
        $node.DataAsText | Should -Be new
        $node.Version | Should -Be 1
    }

    It 'empties a node' {
        Set-ZkNode /set $null
        (Get-ZkNode /set).Data | Should -HaveCount 0
        Set-ZkNode /set 'x'
        Set-ZkNode /set ''
        (Get-ZkNode /set).Data | Should -HaveCount 0
    }

    It 'never overwrites a change that came in between' {
        $node = Get-ZkNode /set
        Set-ZkNode /set 'theirs'
        $node | Set-ZkNode -Data 'ours' -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkBadVersion,*'
        $problem[0].CategoryInfo.Category | Should -Be WriteError
        (Get-ZkNode /set).DataAsText | Should -Be theirs
    }

    It 'does when told to take any version' {
        $node = Get-ZkNode /set
        Set-ZkNode /set 'theirs'
        $node | Set-ZkNode -Data 'ours' -Version -1
        (Get-ZkNode /set).DataAsText | Should -Be ours
    }

    It 'creates what is missing with -Create' {
        Set-ZkNode /set/a/b 'deep' -Create
        (Get-ZkNode /set/a/b).DataAsText | Should -Be deep
        (Set-ZkNode /set/a/b 'again' -Create -PassThru).Version | Should -Be 1
    }

    It 'shows with -WhatIf -PassThru what would be, and writes nothing' {
        $node = Set-ZkNode /set 'new' -WhatIf -PassThru
        $node.DataAsText | Should -Be new
        $node.Version | Should -Be 1
        (Get-ZkNode /set).DataAsText | Should -Be old
        (Set-ZkNode /set/x 'new' -Create -WhatIf -PassThru).Path | Should -Be /set/x
        Test-ZkNode /set/x | Should -BeFalse
    }

    It 'is an error for a node that is missing' {
        Set-ZkNode /missing x -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'refuses data above the packet limit before it is sent' {
        Set-ZkNode /set ([byte[]]::new(2MB)) -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem | Should -HaveCount 1
        (Get-ZkNode /set).DataAsText | Should -Be old
    }
}
