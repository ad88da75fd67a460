BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
}
AfterAll { Stop-TestServer }

Describe 'Wildcards of the node cmdlets' {
    BeforeAll {
        $null = '/w/a1', '/w/a2', '/w/a[1]', '/w/b', '/w/a1/config', '/w/star*', '/w/starling' | New-ZkNode -CreateParents
    }
    AfterAll { Remove-ZkNode /w -Recurse -Force }

    It 'are expanded where they are typed' {
        (Get-ZkNode /w/a?).Path | Should -Be /w/a1, /w/a2
        (Get-ZkNode /w/*/config).Path | Should -Be /w/a1/config
        (Get-ZkChildNode /w/a*).Path | Should -Be /w/a1/config
        Get-ZkNode /w/none* -ErrorAction Stop | Should -BeNullOrEmpty
        Test-ZkNode /w/a* | Should -BeTrue
        Test-ZkNode /w/none* | Should -BeFalse
        Test-ZkNode /w/b, /w/c | Should -Be $true, $false
    }

    It 'are expanded by what writes and by what saves, but not where nodes are created' {
        Set-ZkNode /w/a? changed
        (Get-ZkNode /w/a1, /w/a2, '/w/a[1]' -Raw) | Should -Be changed, changed, ''
        Set-ZkNode -LiteralPath '/w/star*' just-so
        (Get-ZkNode -LiteralPath '/w/star*', /w/starling -Raw) | Should -Be just-so, ''
        Set-ZkNode '/w/made*' new -Create
        (Get-ZkNode -LiteralPath '/w/made*' -Raw) | Should -Be new
        (Set-ZkAcl /w/a? world:anyone:cdrwa -PassThru).Path | Should -Be /w/a1, /w/a2
        (Get-ZkAcl /w/a?).AclVersion | Should -Be 1, 1
        (Set-ZkAcl -LiteralPath '/w/star*' world:anyone:cdrwa -PassThru).Path | Should -Be '/w/star*'
        (Get-ZkAcl -LiteralPath /w/starling).AclVersion | Should -Be 0
        (Export-ZkTree /w/a? | ConvertFrom-Json).path | Should -Be /w/a1, /w/a2
        (Export-ZkTree -LiteralPath '/w/star*' | ConvertFrom-Json).path | Should -Be '/w/star*'
    }

    It 'leave a node that is called just so' {
        (Get-ZkNode '/w/a[1]').Path | Should -Be '/w/a[1]'
        (Get-ZkNode '/w/a[12]').Path | Should -Be /w/a1, /w/a2
        (Get-ZkNode '/w/star`*').Path | Should -Be '/w/star*'
        (Get-ZkNode -LiteralPath '/w/star*').Path | Should -Be '/w/star*'
        Test-ZkNode -LiteralPath '/w/b*' | Should -BeFalse
        (Get-ZkChildNode -LiteralPath /w -Name) | Should -Contain 'star*'
    }

    It 'are not looked for in what comes down the pipeline' {
        ('/w/star*' | Get-ZkNode).Path | Should -Be '/w/star*'
        $null = New-ZkNode '/w/gone*'
        $null = New-ZkNode /w/gone-not
        Get-ZkChildNode /w | Where-Object Name -eq 'gone*' | Remove-ZkNode
        (Get-ZkNode /w/gone*).Path | Should -Be /w/gone-not
        Remove-ZkNode /w/gone* -WhatIf
        Remove-ZkNode /w/gone*
        Test-ZkNode /w/gone-not | Should -BeFalse
    }
}
