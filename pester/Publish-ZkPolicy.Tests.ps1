BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
    $files = New-TestPolicies (Join-Path $TestDrive policies)
}
AfterAll { Stop-TestServer }

Describe 'Publish-ZkPolicy' {
    It 'shows with -WhatIf what would be otherwise, and writes nothing' {
        $rows = Publish-ZkPolicy /Proxy $files.Acl1, $files.Agl1 -WhatIf
        $rows.What | Should -Be Policy, Policy, Ids, Ids, Ids, Ids, Rule, Rule
        $rows[2].Before | Should -Be nowhere
        Test-ZkNode /Proxy | Should -BeFalse
    }

    It 'publishes all files of the pipeline in one transaction' {
        $published = Get-Item $files.Acl1, $files.Agl1 | Publish-ZkPolicy /Proxy
        $published.Policies | Should -Be Acl1, Agl1
        $published.Changes | Should -Be 'Acl1 Added', 'Agl1 Added'
        (Get-ZkPolicy /Proxy).Zxid | Sort-Object -Unique | Should -Be $published.Zxid
        ($published | Get-ZkPolicy).Name | Should -Be Acl1, Agl1
    }

    It 'writes nothing when all of it stands there already' {
        (Publish-ZkPolicy /Proxy $files.Acl1).Changes | Should -BeNullOrEmpty
        (Get-ZkPolicy /Proxy Acl1).Version | Should -Be 0
    }

    It 'shows which ids a new version moves' {
        $edited = Join-Path $TestDrive edited.xml
        (Get-Content $files.Acl1 -Raw).Replace('50000', '40000').Replace('50001', '40001') | Set-Content $edited
        $rows = Publish-ZkPolicy /Proxy $edited -WhatIf
        $rows | Where-Object What -eq Ids | ForEach-Object Subject | Should -Be '40001–50000'
        $rows[1].From | Should -Be 40001
        $rows | Format-AtEighty | Should -Match '40001–50000 +BL1 → BL2 when'
    }

    It 'refuses a bad set with its places, and writes nothing' {
        $bad = Join-Path $TestDrive bad.xml
        '<acl xmlns="urn:zkreactive:policy:1" name="Acl2"><route from="7" to="8" next="x"/></acl>' | Set-Content $bad
        Publish-ZkPolicy /Proxy $bad -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkPolicyRefused,*'
        $problem[0].CategoryInfo.Category | Should -Be InvalidData
        $problem[0].Exception.Findings[0].ErrorId | Should -Be ZkPolicyRangeOverlap
        (Get-ZkPolicy /Proxy).Name | Should -Be Acl1, Agl1
    }

    It 'warns of targets that nobody provides' {
        $null = Publish-ZkPolicy /Proxy $files.Acl1 -ServicesPath /app/servers -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Count | Should -Be 3
        $warnings[0] | Should -BeLike "*No registered service provides 'BL1'*"
    }

    It 'removes with -Replace what is not given' {
        (Publish-ZkPolicy /Proxy $files.Agl1 -Replace).Changes | Should -Be 'Acl1 Removed'
    }

    It 'says which file it cannot find' {
        Publish-ZkPolicy /Proxy (Join-Path $TestDrive nosuch.xml) -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkFileNotFound,*'
    }
}
