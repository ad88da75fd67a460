BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Start-TestServer
    $repository = New-TestRepository (Join-Path $TestDrive repository)
    $root = Join-Path $TestDrive agents
    $null = 'web1', 'web2' | ForEach-Object { Start-ZkDeployAgent -Root (Join-Path $root $_) -AgentId $_ -AllowScheme File -AsJob }
    Wait-Until { (Get-ZkDeploy).Agents.Count -eq 2 } 'the agents'

    function Publish-Test([string] $Commit, [hashtable] $More = @{}) {
        Publish-ZkDeploy -Url $repository.Url -CommitId $Commit -RelativePath shop @More
    }
}
AfterAll {
    Get-Job | Where-Object PSJobTypeName -eq ZkDeployAgent | Remove-Job -Force
    Stop-TestServer
}

Describe 'Publish-ZkDeploy' {
    It 'waits for every agent and gives what each runs' {
        $agents = Publish-Test $repository.Commits[0] @{ Wait = $true; Timeout = '2m'; ExpectedAgents = 2 }
        $agents.Agent | Should -Be web1, web2
        $agents.State | Should -Be Succeeded, Succeeded
        $agents.Running | Should -Be $repository.Commits[0], $repository.Commits[0]
        $agents.IsClean | Should -Be $true, $true
        Get-Content (Join-Path $root web1 shop file.txt) | Should -Be one
    }

    It 'gives the deploy when it does not wait' {
        $published = Publish-Test $repository.Commits[1] @{ Note = 'a remark' }
        $published.CommitId | Should -Be $repository.Commits[1]
        $published.Path | Should -Be /app/business/config
        Wait-Until { ($published | Get-ZkDeploy).Outcome -eq 'Succeeded' } 'the deploy'
        ($published | Get-ZkDeploy).Note | Should -Be 'a remark'
    }

    It 'shows progress at most five times a second and takes it away' {
        $other = Start-InRunspace {
            param($connect, $url, $commit)
            $null = Connect-Zk $connect
            Publish-ZkDeploy -Url $url -CommitId $commit -RelativePath shop -Wait -Timeout 2m
        } (Get-ZkSession)[-1].ConnectString, $repository.Url, $repository.Commits[0]
        $null = $other.Shell.EndInvoke($other.Handle)
        $other.Shell.Streams.Error | Should -BeNullOrEmpty
        $records = $other.Shell.Streams.Progress | Where-Object Activity -like 'Deploy to*'
        $records | Should -Not -BeNullOrEmpty
        $records.ActivityId | Sort-Object -Unique | Should -HaveCount 1
        $records[-1].RecordType | Should -Be Completed
        $records[0].PercentComplete | Should -BeIn (0..100)
        $other.Shell.Dispose()
    }

    It 'writes the strategy, the command and the health check into the manifest, and agents refuse commands by default' {
        $agents = Publish-Test $repository.Commits[0] @{
            Canary = 1; Soak = '1.5s'; BatchSize = 2; MaxFailures = 5; AgentTimeout = '2m'; Splay = '0.1s'
            PostDeploy = 'echo'; PostDeployArgument = 'a b', 'c'; HealthTcp = '127.0.0.1:1'; HealthTimeout = '3s'
            Wait = $true; Timeout = '2m'; ExpectedAgents = 2; ErrorAction = 'SilentlyContinue'
        }
        $agents.ErrorId | Sort-Object -Unique | Should -Be ZkDeployCommandNotAllowed
        $manifest = Get-ZkNode /app/business/config | ForEach-Object { "$($_.DataAsText)" } | ConvertFrom-Json
        $manifest.strategy.canary | Should -Be 1
        $manifest.strategy.soakSeconds | Should -Be 1.5
        $manifest.strategy.batchSize | Should -Be 2
        $manifest.strategy.maxFailures | Should -Be 5
        $manifest.strategy.timeoutSeconds | Should -Be 120
        $manifest.strategy.splaySeconds | Should -Be 0.1
        $manifest.postDeploy.command | Should -Be echo
        $manifest.postDeploy.arguments | Should -Be 'a b', c
        $manifest.healthCheck.tcp | Should -Be 127.0.0.1:1
        $manifest.healthCheck.timeoutSeconds | Should -Be 3
    }

    It 'is halted by a canary whose health check fails, which then runs what ran before, and the others go on with that' {
        $null = Publish-Test $repository.Commits[0] @{ Wait = $true; Timeout = '2m'; ExpectedAgents = 2 }
        $rollout = @{ Canary = 1; BatchSize = 1; HealthTcp = '127.0.0.1:1'; HealthTimeout = '1s' }
        $agents = Publish-ZkDeploy -Url $repository.Url -CommitId $repository.Commits[1] -RelativePath shop @rollout -Wait -Timeout 2m -ExpectedAgents 2 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkDeployHalted,*'
        $agents.Running | Should -Be $repository.Commits[0], $repository.Commits[0]
        @($agents | Where-Object State -eq Failed).ErrorId | Should -Be ZkDeployHealthCheckFailed
        (Get-ZkDeploy).Halt.Reason | Should -BeLike '1 agent failed*'
    }

    It 'is an error, with the agents, when the deploy failed' {
        $agents = Publish-ZkDeploy -Url $repository.Url -CommitId ('a' * 40) -RelativePath shop -Wait -Timeout 2m -ErrorVariable problem -ErrorAction SilentlyContinue
        $agents.State | Should -Be Failed, Failed
        $agents.ErrorId | Sort-Object -Unique | Should -Be ZkDeployCommitMissing
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkDeployFailed,*'
        "$($problem[0])" | Should -BeLike '*web1 (ZkDeployCommitMissing)*'
    }

    It 'refuses a manifest that breaks the rules, and names each field' {
        Publish-ZkDeploy -Url 'ext::sh' -CommitId '--upload-pack=x' -RelativePath ../x -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkDeployManifestRefused,*'
        "$($problem[0])" | Should -BeLike '*ext::sh*--upload-pack=x*../x*'
    }

    It 'writes nothing with -WhatIf' {
        $before = (Get-ZkDeploy).DeployId
        Publish-Test $repository.Commits[1] @{ WhatIf = $true } | Should -BeNullOrEmpty
        (Get-ZkDeploy).DeployId | Should -Be $before
    }

    It 'takes rows with the three fields' {
        $row = [pscustomobject]@{ Path = '/other/config'; Url = $repository.Url; CommitId = $repository.Commits[0]; RelativePath = 'x' }
        ($row | Publish-ZkDeploy).Path | Should -Be /other/config
    }

    It 'runs out of time with an error when nobody deploys' {
        $null = Publish-ZkDeploy /nobody/config -Url $repository.Url -CommitId $repository.Commits[0] -RelativePath x -Wait -Timeout 300ms -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].CategoryInfo.Category | Should -Be OperationTimeout
    }
}
