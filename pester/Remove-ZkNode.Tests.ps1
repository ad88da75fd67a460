BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
}
AfterAll { Stop-TestServer }

Describe 'Remove-ZkNode' {
    BeforeEach {
        $null = New-ZkNode /gone/a/b -CreateParents
        $null = New-ZkNode /gone/c
    }
    AfterEach { if (Test-ZkNode /gone) { Remove-ZkNode /gone -Recurse -Force } }

    It 'deletes nodes, also from the pipeline' {
        Remove-ZkNode /gone/c
        Get-ZkNode /gone/a/b | Remove-ZkNode
        (Get-ZkChildNode /gone -Recurse).Path | Should -Be /gone/a
    }

    It 'deletes what was listed even if it was changed since' {
        $node = Get-ZkNode /gone/c
        Set-ZkNode /gone/c changed
        $node | Remove-ZkNode
        Test-ZkNode /gone/c | Should -BeFalse
    }

    It 'compares the version when told' {
        Remove-ZkNode /gone/c -Version 7 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkBadVersion,*'
        Remove-ZkNode /gone/c -Version 0
        Test-ZkNode /gone/c | Should -BeFalse
    }

    It 'does not delete a node with children' {
        Remove-ZkNode /gone -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNotEmpty,*'
        Test-ZkNode /gone | Should -BeTrue
    }

    It 'deletes a tree with -Recurse, unasked with -Force or -Confirm:$false' {
        Remove-ZkNode /gone/a -Recurse -Force
        Remove-ZkNode /gone -Recurse -Confirm:$false
        Test-ZkNode /gone | Should -BeFalse
    }

    It 'asks before it deletes a tree' {
        # A runspace without a host cannot ask, so the question is an error there and nothing is deleted.
        $other = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Remove-ZkNode /gone -Recurse } (Get-ZkSession)[-1].ConnectString
        try { $null = $other.Shell.EndInvoke($other.Handle) } catch { }
        Test-ZkNode /gone/a/b | Should -BeTrue
        $other.Shell.Dispose()
    }

    It 'deletes nothing with -WhatIf' {
        Remove-ZkNode /gone -Recurse -WhatIf
        Test-ZkNode /gone/a/b | Should -BeTrue
    }

    It 'is an error for a node that is missing' {
        Remove-ZkNode /missing -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNoNode,*'
        Remove-ZkNode /missing -Recurse -Force -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNoNode,*'
    }
}
