BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
}
AfterAll { Stop-TestServer }

Describe 'New-ZkNode' {
    BeforeEach { $null = New-ZkNode /new }
    AfterEach { Remove-ZkNode /new -Recurse -Force }

    It 'stores text, bytes, numbers and nothing' {
        (New-ZkNode /new/a 'grün').DataAsText | Should -Be 'grün'
        (New-ZkNode /new/b ([byte[]](0, 255))).Data | Should -Be 0, 255
        (New-ZkNode /new/c 5).DataAsText | Should -Be 5
        (New-ZkNode /new/d).Data | Should -HaveCount 0
        (Get-ZkNode /new/a).DataAsText | Should -Be 'grün'
    }

    It 'refuses data with structure and says what to do' {
        { New-ZkNode /new/a @{ a = 1 } } | Should -Throw '*ConvertTo-Json*'
    }

    It 'numbers sequential nodes' {
        $first, $second = New-ZkNode /new/q-, /new/q- -Sequential
        $first.Path | Should -Match '^/new/q-\d{10}$'
        $second.Path | Should -BeGreaterThan $first.Path
    }

    It 'makes ephemeral nodes that belong to the session' {
        $node = New-ZkNode /new/e -Ephemeral
        $node.Kind | Should -Be Ephemeral
        $node.EphemeralOwner | Should -Be $node.Session.Id
    }

    It 'makes containers' {
        (New-ZkNode /new/c -Container).Path | Should -Be /new/c
    }

    It 'creates parents only when told' {
        New-ZkNode /new/x/y -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNoNode,*'
        (New-ZkNode /new/x/y -CreateParents).Path | Should -Be /new/x/y
        (New-ZkNode /new/x/z -Force).Path | Should -Be /new/x/z
    }

    It 'takes rows with Path and Data' {
        $null = 'Path,Data', '/new/a,1', '/new/b,2' | ConvertFrom-Csv | New-ZkNode
        (Get-ZkChildNode /new).DataAsText | Should -Be 1, 2
    }

    It 'copies what another node holds' {
        Get-ZkNode /app/config | ForEach-Object { New-ZkNode /new/copy $_.Data }
        (Get-ZkNode /new/copy).DataAsText | Should -Be 'colour=blue'
    }

    It 'is an error for a node that is there' {
        New-ZkNode /new -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNodeExists,*'
        $problem[0].CategoryInfo.Category | Should -Be ResourceExists
    }

    It 'shows with -WhatIf what would be, and writes nothing' {
        $node = New-ZkNode /new/a 'abc' -Ephemeral -WhatIf
        $node.Path | Should -Be /new/a
        $node.DataLength | Should -Be 3
        $node.Kind | Should -Be Ephemeral
        Test-ZkNode /new/a | Should -BeFalse
    }

    It 'does not mix kinds' {
        { New-ZkNode /new/a -Ephemeral -Container } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }
}
