BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
}
AfterAll { Stop-TestServer }

Describe 'Export-ZkTree and Import-ZkTree' {
    BeforeEach {
        $null = New-ZkNode /tree/text 'Grüße' -CreateParents
        $null = New-ZkNode /tree/binary ([byte[]](0, 255, 128))
        $null = New-ZkNode /tree/empty
        $null = New-ZkNode /tree/sub/deep 'x' -CreateParents
        $null = New-ZkNode /tree/guarded 'y' -Acl world:anyone:cdra
        $null = New-ZkNode /tree/here 'z' -Ephemeral
        $saved = Export-ZkTree /tree -WarningAction SilentlyContinue -WarningVariable warned
    }
    AfterEach { '/tree', '/copy' | Where-Object { Test-ZkNode $_ } | Remove-ZkNode -Recurse -Force }

    It 'writes JSON that a reader understands' {
        $json = $saved | ConvertFrom-Json
        $json.format | Should -Be zkreactive-tree
        $json.path | Should -Be /tree
        $nodes = $json.nodes | Group-Object path -AsHashTable
        $nodes['text'].text | Should -Be 'Grüße'
        $nodes['binary'].base64 | Should -Be AP+A
        $nodes['guarded'].acl | Should -Be world:anyone:cdra
        $nodes['sub/deep'].text | Should -Be x
        $nodes.Keys | Should -Not -Contain here
        $warned | Should -BeLike '1 ephemeral*'
    }

    It 'brings everything back: data, binary, access lists' {
        $result = $saved | Import-ZkTree /copy
        $result.Created | Should -Be 7
        (Get-ZkNode /copy/text).DataAsText | Should -Be 'Grüße'
        (Get-ZkNode /copy/binary).Data | Should -Be 0, 255, 128
        "$((Get-ZkAcl /copy/guarded).Acl)" | Should -Be world:anyone:cdra
        Export-ZkTree /copy | ForEach-Object Replace '"/copy"', '"/tree"' | Should -Be $saved
    }

    It 'merges: changes what differs, leaves what was not saved' {
        $null = $saved | Import-ZkTree /copy
        Set-ZkNode /copy/text 'other'
        $null = New-ZkNode /copy/mine
        Remove-ZkNode /copy/empty
        Set-ZkAcl /copy/sub world:anyone:cdra
        $result = $saved | Import-ZkTree /copy
        ($result.Created, $result.Updated, $result.AclsSet, $result.Deleted, $result.Unchanged) | Should -Be 1, 1, 1, 0, 4
        (Get-ZkNode /copy/text).DataAsText | Should -Be 'Grüße'
        Test-ZkNode /copy/mine, /copy/empty | Should -Be $true, $true
        ($saved | Import-ZkTree /copy).Steps | Should -HaveCount 0
    }

    It 'replaces: deletes what was not saved, but nothing ephemeral' {
        $null = $saved | Import-ZkTree /copy
        $null = New-ZkNode /copy/mine/below -CreateParents
        $null = New-ZkNode /copy/theirs/alive -CreateParents
        Remove-ZkNode /copy/theirs/alive
        $null = New-ZkNode /copy/theirs/alive -Ephemeral
        $result = $saved | Import-ZkTree /copy -Mode Replace -Force
        ($result.Deleted, $result.Kept) | Should -Be 2, 2
        Test-ZkNode /copy/mine, /copy/theirs/alive | Should -Be $false, $true
    }

    It 'shows with -WhatIf what would be done, and writes nothing' {
        $plan = $saved | Import-ZkTree /copy -WhatIf
        $plan.IsDone | Should -BeFalse
        $plan.Created | Should -Be 7
        $plan.Steps[0].Path.Value | Should -Be /copy
        Test-ZkNode /copy | Should -BeFalse
    }

    It 'reads files, whole or line by line' {
        $file = Join-Path $TestDrive tree.json
        $saved | Set-Content $file
        (Import-ZkTree -FilePath $file -WhatIf).Unchanged | Should -Be 7
        (Get-Item $file | Import-ZkTree -WhatIf).Unchanged | Should -Be 7
        (Get-Content $file | Import-ZkTree -WhatIf).Unchanged | Should -Be 7
        ($saved, $saved | Import-ZkTree -WhatIf) | Should -HaveCount 2
    }

    It 'copies from one ensemble into another' -Skip:([bool]$env:ZKREACTIVE_TEST_CONNECT) {
        $here = (Get-ZkSession)[-1]
        $other = Start-ZkServer -Port 0
        $there = $other | Connect-Zk -Name there
        (Export-ZkTree /tree -Session $here -WarningAction Ignore | Import-ZkTree -Session $there).Created | Should -Be 7
        (Get-ZkNode /tree/sub/deep -Session $there).DataAsText | Should -Be x
        Disconnect-Zk there
        Stop-ZkServer $other
    }

    It 'says what is wrong with a text: <Text>' -ForEach @(
        @{ Text = 'nonsense'; Says = 'Line 1 is not JSON*' }
        @{ Text = '{}'; Says = '*no saved tree*' }
        @{ Text = '{"format":"zkreactive-tree","version":9,"path":"/a","nodes":[]}'; Says = 'Version 9*' }
        @{ Text = '{"format":"zkreactive-tree","version":1,"path":"/a","nodes":[{"path":""},{"path":"b/c"}]}'; Says = "*'b/c' stands before its parent 'b'*" }
        @{ Text = '{"format":"zkreactive-tree","version":1,"path":"/a","nodes":[{"path":""},{"path":"../etc"}]}'; Says = 'nodes`[1`].path*' }
        @{ Text = '{"format":"zkreactive-tree","version":1,"path":"/a","nodes":[{"path":"","base64":"?"}]}'; Says = 'nodes`[0`].base64*' }
        @{ Text = '{"format":"zkreactive-tree","version":1,"path":"/a","nodes":[{"path":"","acl":["all"]}]}'; Says = 'nodes`[0`].acl*' }
    ) {
        $Text | Import-ZkTree -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkTreeInvalid,*'
        $problem[0].Exception.Message | Should -BeLike $Says
    }

    It 'is an error for a tree that is not there' {
        Export-ZkTree /none -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNoNode,*'
    }
}
