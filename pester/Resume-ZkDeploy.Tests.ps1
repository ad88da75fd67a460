BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Start-TestServer
    $published = Publish-ZkDeploy -Url https://git.example/shop.git -CommitId ('a' * 40) -RelativePath shop
    $halt = "/app/business/config/deploys/$($published.DeployId)/halt"
}
AfterAll { Stop-TestServer }

Describe 'Resume-ZkDeploy' {
    It 'lets nothing go on with -WhatIf' {
        $null = Suspend-ZkDeploy
        Resume-ZkDeploy -WhatIf | Should -BeNullOrEmpty
        Test-ZkNode $halt | Should -BeTrue
    }

    It 'lets a deploy from the pipeline go on' {
        (Get-ZkDeploy | Resume-ZkDeploy).DeployId | Should -Be $published.DeployId
        Test-ZkNode $halt | Should -BeFalse
    }
}
