BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Start-TestServer
    $repository = New-TestRepository (Join-Path $TestDrive repository)
    $published = Publish-ZkDeploy -Url $repository.Url -CommitId $repository.Commits[0] -RelativePath shop
    $null = Start-ZkDeployAgent -Root (Join-Path $TestDrive web1) -AgentId web1 -AllowScheme File -Once
    $null = Start-ZkDeployAgent -Root (Join-Path $TestDrive web2) -AgentId web2 -Once -ErrorAction SilentlyContinue
}
AfterAll { Stop-TestServer }

Describe 'Get-ZkDeploy' {
    It 'shows the manifest and each agent' {
        $deploy = Get-ZkDeploy
        $deploy.DeployId | Should -Be $published.DeployId
        $deploy.CommitId | Should -Be $repository.Commits[0]
        $deploy.Outcome | Should -Be Failed
        $deploy.Agents.Agent | Should -Be web1, web2
        $deploy.Agents[0].Running | Should -Be $repository.Commits[0]
        $deploy.Agents[1].ErrorId | Should -Be ZkDeploySchemeNotAllowed
        $deploy.SucceededCount | Should -Be 1
        $deploy.FailedCount | Should -Be 1
    }

    It 'shows a node without a manifest as none' {
        (Get-ZkDeploy /nothing/here).Outcome | Should -Be None
    }

    It 'shows a deploy of the past' {
        $null = Publish-ZkDeploy -Url $repository.Url -CommitId $repository.Commits[1] -RelativePath shop
        (Get-ZkDeploy -DeployId $published.DeployId).CommitId | Should -Be $repository.Commits[0]
        (Get-ZkDeploy).CommitId | Should -Be $repository.Commits[1]
        Get-ZkDeploy -DeployId nosuch -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkDeployUnknown,*'
        $problem[0].CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'shows the history, newest first' {
        $history = Get-ZkDeploy -History
        $history.CommitId | Should -Be $repository.Commits[1], $repository.Commits[0]
        $history[1].Outcome | Should -Be Failed
        $history[1].Agents.Agent | Should -Be web1, web2
        (Get-ZkDeploy -History -First 1).DeployId | Should -Be $history[0].DeployId
        Get-ZkDeploy /nothing/here -History | Should -BeNullOrEmpty
        ($history | Get-ZkDeploy).DeployId | Should -Be $history.DeployId
    }

    It 'completes deploy ids' {
        $text = "Get-ZkDeploy -DeployId $($published.DeployId.Substring(0, 12))"
        (TabExpansion2 $text $text.Length).CompletionMatches.CompletionText | Should -Contain $published.DeployId
    }

    It 'reads the bare three fields that another tool wrote, and says what is wrong with bad ones' {
        Set-ZkNode /bare/config (@{ url = $repository.Url; commitId = $repository.Commits[0]; relativePath = 'x' } | ConvertTo-Json) -Create
        (Get-ZkDeploy /bare/config).CommitId | Should -Be $repository.Commits[0]
        Set-ZkNode /bare/config '{ "url": 5 }'
        $deploy = Get-ZkDeploy /bare/config
        $deploy.Outcome | Should -Be Invalid
        $deploy.Problems.Field | Should -Contain commitId
    }

    It 'prints a list with the agents, and tables that fit 80 columns' {
        $deploy = Get-ZkDeploy -DeployId $published.DeployId
        $deploy | Format-AtEighty | Should -Match 'web1 +Succeeded +[0-9a-f]{10}'
        ($deploy.Agents | Format-AtEighty) -split "`n" | Select-Object -Index 1 | Should -Be 'Agent          Wanted   Running  State       Seconds Error'
        ($deploy | Format-Table | Format-AtEighty) -split "`n" | Select-Object -Index 1 | Should -Match '^Outcome +Agents Commit +RelativePath +DeployId$'
    }
}
