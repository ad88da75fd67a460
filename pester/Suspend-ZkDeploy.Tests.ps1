BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Start-TestServer
    $published = Publish-ZkDeploy -Url https://git.example/shop.git -CommitId ('a' * 40) -RelativePath shop
}
AfterAll { Stop-TestServer }

Describe 'Suspend-ZkDeploy and Resume-ZkDeploy' {
    It 'halts nothing with -WhatIf' {
        Suspend-ZkDeploy -WhatIf | Should -BeNullOrEmpty
        Test-ZkNode "/app/business/config/deploys/$($published.DeployId)/halt" | Should -BeFalse
    }

    It 'halts the present deploy and says why' {
        $halt = Suspend-ZkDeploy -Reason 'errors in the log'
        $halt.DeployId | Should -Be $published.DeployId
        $halt.Reason | Should -Be 'errors in the log'
        Test-ZkNode "/app/business/config/deploys/$($published.DeployId)/halt" | Should -BeTrue
        $halt | Format-AtEighty | Should -Match 'DeployId +By +Reason'
    }

    It 'leaves a halt that is there as it is' {
        (Get-ZkDeploy | Suspend-ZkDeploy -Reason other).Reason | Should -Be 'errors in the log'
    }

    It 'lets it go on' {
        (Resume-ZkDeploy).DeployId | Should -Be $published.DeployId
        Test-ZkNode "/app/business/config/deploys/$($published.DeployId)/halt" | Should -BeFalse
        Resume-ZkDeploy | Should -BeNullOrEmpty
    }

    It 'refuses a deploy that is not there' {
        Suspend-ZkDeploy /nothing/here -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkDeployUnknown,*'
    }
}
