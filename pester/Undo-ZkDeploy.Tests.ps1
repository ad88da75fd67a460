BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Start-TestServer
    $repository = New-TestRepository (Join-Path $TestDrive repository)
    $null = 'web1', 'web2' | ForEach-Object { Start-ZkDeployAgent -Root (Join-Path $TestDrive $_) -AgentId $_ -AllowScheme File -AsJob }
    Wait-Until { (Get-ZkDeploy).Agents.Count -eq 2 } 'the agents'

    function Publish-Test([string] $Commit) {
        $null = Publish-ZkDeploy -Url $repository.Url -CommitId $Commit -RelativePath shop -Wait -Timeout 2m -ErrorAction SilentlyContinue
        Get-ZkDeploy
    }
}
AfterAll {
    Get-Job | Where-Object PSJobTypeName -eq ZkDeployAgent | Remove-Job -Force
    Stop-TestServer
}

Describe 'Undo-ZkDeploy' {
    It 'refuses clearly when there is nothing to go back to' {
        Undo-ZkDeploy /nothing/here -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkDeployUnknown,*'
        $first = Publish-Test $repository.Commits[0]
        Undo-ZkDeploy -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkDeployNothingToUndo,*'
        $problem[0].CategoryInfo.Category | Should -Be ObjectNotFound
        (Get-ZkDeploy).DeployId | Should -Be $first.DeployId
    }

    It 'goes back to the last good deploy, with the repository away' {
        $good = Get-ZkDeploy
        $bad = Publish-Test ('a' * 40)
        $bad.Outcome | Should -Be Failed
        Rename-Item $repository.Folder away
        try {
            $agents = Undo-ZkDeploy -Wait -Timeout 2m
            $agents.State | Should -Be Succeeded, Succeeded
            $agents.Running | Should -Be $good.CommitId, $good.CommitId
        }
        finally { Rename-Item (Join-Path $TestDrive away) $repository.Folder }
        (Get-ZkDeploy).Note | Should -Be "undo of $($bad.DeployId): back to $($good.DeployId)"
    }

    It 'tells with -WhatIf where it would go, and does not' {
        $before = Publish-Test $repository.Commits[1]
        Undo-ZkDeploy -WhatIf | Should -BeNullOrEmpty
        (Get-ZkDeploy).DeployId | Should -Be $before.DeployId
    }

    It 'gives the deploy when it does not wait, and takes one from the pipeline' {
        $undone = Get-ZkDeploy | Undo-ZkDeploy -Note 'a remark'
        $undone.CommitId | Should -Be $repository.Commits[0]
        Wait-Until { ($undone | Get-ZkDeploy).Outcome -eq 'Succeeded' } 'the deploy'
        ($undone | Get-ZkDeploy).Note | Should -Be 'a remark'
    }
}
