BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
    $files = New-TestPolicies (Join-Path $TestDrive policies)
}
AfterAll { Stop-TestServer }

Describe 'Remove-ZkPolicy' {
    BeforeEach { $null = Publish-ZkPolicy /Proxy $files.Acl1, $files.Agl1 }

    It 'shows with -WhatIf where the ids would go, and removes nothing' {
        $rows = Remove-ZkPolicy /Proxy Acl1 -WhatIf
        ($rows | Where-Object What -eq Ids)[0].After | Should -Be nowhere
        (Get-ZkPolicy /Proxy).Name | Should -Be Acl1, Agl1
    }

    It 'warns of targets of what is left that no service provides' {
        $null = Remove-ZkPolicy /Proxy Agl1 -WhatIf -ServicesPath /service/push -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 3
        "$($warnings[0])" | Should -BeLike "Acl1(2,*No registered service provides 'BL1'*"
    }

    It 'removes all of the pipeline in one transaction' {
        $removed = Get-ZkPolicy /Proxy | Remove-ZkPolicy
        $removed.Changes | Should -Be 'Acl1 Removed', 'Agl1 Removed'
        Get-ZkPolicy /Proxy | Should -BeNullOrEmpty
    }

    It 'fails for a name that is not there, and removes none' {
        Remove-ZkPolicy /Proxy Acl1, nosuch -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkPolicyUnknown,*'
        (Get-ZkPolicy /Proxy).Name | Should -Be Acl1, Agl1
    }
}
