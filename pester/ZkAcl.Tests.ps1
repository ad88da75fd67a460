BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
}
AfterAll { Stop-TestServer }

Describe 'Get-ZkAcl and Set-ZkAcl' {
    BeforeEach { $null = New-ZkNode /acl/a/b -CreateParents }
    AfterEach { Set-ZkAcl /acl world:anyone:cdrwa -Recurse; Remove-ZkNode /acl -Recurse -Force }

    It 'reads the list' {
        $acl = Get-ZkAcl /acl
        "$($acl.Acl)" | Should -Be world:anyone:cdrwa
        $acl.AclVersion | Should -Be 0
        $acl.GetType().FullName | Should -Be (Get-Command Get-ZkAcl).OutputType.Name
    }

    It 'replaces the list, and says nothing without -PassThru' {
        Set-ZkAcl /acl world:anyone:ra, ip:127.0.0.1:cdrwa | Should -BeNullOrEmpty
        "$((Get-ZkAcl /acl).Acl)" | Should -Be 'world:anyone:ra ip:127.0.0.1:cdrwa'
        (Set-ZkAcl /acl world:anyone:cdrwa -PassThru).AclVersion | Should -Be 2
    }

    It 'copies a list from one node to another' {
        Set-ZkAcl /acl/a world:anyone:cdra
        Get-ZkAcl /acl/a | Set-ZkAcl -Path /acl/a/b
        "$((Get-ZkAcl /acl/a/b).Acl)" | Should -Be world:anyone:cdra
    }

    It 'reaches all below with -Recurse' {
        Set-ZkAcl /acl world:anyone:cdra -Recurse
        '/acl', '/acl/a', '/acl/a/b' | Get-ZkAcl | ForEach-Object { "$($_.Acl)" | Should -Be world:anyone:cdra }
    }

    It 'shows with -WhatIf what would be, and writes nothing' {
        "$((Set-ZkAcl /acl world:anyone:r -WhatIf -PassThru).Acl)" | Should -Be world:anyone:r
        "$((Get-ZkAcl /acl).Acl)" | Should -Be world:anyone:cdrwa
    }

    It 'refuses a list that somebody changed' {
        Set-ZkAcl /acl world:anyone:cdra
        Set-ZkAcl /acl world:anyone:cdrwa -AclVersion 0 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkBadVersion,*'
    }

    It 'says what is wrong with an entry' {
        { Set-ZkAcl /acl everybody } | Should -Throw "*'everybody' is not an ACL entry*"
        { Set-ZkAcl /acl world:anyone:xyz } | Should -Throw "*'xyz' are not permissions*"
    }

    It 'is an error for a node that is not there' {
        Get-ZkAcl /none -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNoNode,*'
    }

    It 'keeps others out of a node that its creator made' -Skip:([bool]$env:ZKREACTIVE_TEST_CONNECT) {
        $connect = (Get-ZkSession)[-1].ConnectString
        $who = [pscredential]::new('bob', (ConvertTo-SecureString secret -AsPlainText))
        $bob = Connect-Zk $connect -Credential $who -Name bob
        $null = New-ZkNode /acl/bobs 'mine' -Acl auth::cdrwa -Session bob
        $bob | Get-ZkNode -Path /acl/bobs -Raw | Should -Be mine
        "$((Get-ZkAcl /acl/bobs -Session bob).Acl)" | Should -BeLike 'digest:bob:*:cdrwa'
        $null = Connect-Zk $connect -Name stranger
        Get-ZkNode /acl/bobs -Session stranger -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNoAuth,*'
        Remove-ZkNode /acl/bobs -Session bob
        Disconnect-Zk bob, stranger
    }

    It 'prints a table that fits 80 columns' {
        (Get-ZkAcl /acl | Format-AtEighty).Trim("`n") | Should -Be @'
Version Acl                                            Path
------- ---                                            ----
      0 world:anyone:cdrwa                             /acl
'@.ReplaceLineEndings("`n")
    }
}
