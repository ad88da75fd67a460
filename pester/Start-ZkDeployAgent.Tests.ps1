BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Start-TestServer
    $repository = New-TestRepository (Join-Path $TestDrive repository)
    $null = Publish-ZkDeploy -Url $repository.Url -CommitId $repository.Commits[0] -RelativePath shop
}
AfterAll {
    Get-Job | Where-Object PSJobTypeName -eq ZkDeployAgent | Remove-Job -Force
    Stop-TestServer
}

Describe 'Start-ZkDeployAgent -Once' {
    It 'makes it so and reports, and changes nothing the second time' {
        $first = Start-ZkDeployAgent -Root (Join-Path $TestDrive once) -AgentId once -AllowScheme File -Once
        $first.State | Should -Be Succeeded
        $first.Running | Should -Be $repository.Commits[0]
        $first.IsClean | Should -BeTrue
        $first.IsChanged | Should -BeTrue
        $second = Start-ZkDeployAgent -Root (Join-Path $TestDrive once) -AgentId once -AllowScheme File -Once
        $second.State | Should -Be Succeeded
        $second.IsChanged | Should -BeFalse
    }

    It 'stays registered from run to run: the next goes on with the session' {
        $presence = '/app/business/config/agents/kept'
        $null = Start-ZkDeployAgent -Root (Join-Path $TestDrive kept) -AgentId kept -AllowScheme File -Once -SessionTimeout 40s
        $between = (Get-ZkNode $presence).Stat
        $between.EphemeralOwner | Should -Not -Be 0
        $null = Start-ZkDeployAgent -Root (Join-Path $TestDrive kept) -AgentId kept -AllowScheme File -Once -SessionTimeout 40s -WarningVariable warnings
        $after = (Get-ZkNode $presence).Stat
        $after.Czxid | Should -Be $between.Czxid
        $after.EphemeralOwner | Should -Be $between.EphemeralOwner
        $warnings | Should -BeNullOrEmpty
    }

    It 'warns when the runs are further apart than the session lives' {
        $presence = '/app/business/config/agents/rare'
        $null = Start-ZkDeployAgent -Root (Join-Path $TestDrive rare) -AgentId rare -AllowScheme File -Once -SessionTimeout 1s
        Wait-Until { -not (Test-ZkNode $presence) } 'the end of the session'
        $null = Start-ZkDeployAgent -Root (Join-Path $TestDrive rare) -AgentId rare -AllowScheme File -Once -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -Match 'agent rare was not seen meanwhile'
        Test-ZkNode $presence | Should -BeTrue
    }

    It 'is an error when the deploy failed' {
        $report = Start-ZkDeployAgent -Root (Join-Path $TestDrive strict) -AgentId strict -Once -ErrorVariable problem -ErrorAction SilentlyContinue
        $report.State | Should -Be Failed
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkDeploySchemeNotAllowed,*'
        $problem[0].CategoryInfo.Category | Should -Be PermissionDenied
    }

    It 'says that there is nothing to do without a manifest' {
        (Start-ZkDeployAgent /nothing/here -Root (Join-Path $TestDrive idle) -Once).State | Should -Be Pending
    }

    It 'takes a root relative to the present folder' {
        Push-Location $TestDrive
        try { (Start-ZkDeployAgent -Root ./here -AgentId here -AllowScheme File -Once).State | Should -Be Succeeded } finally { Pop-Location }
        Get-Content (Join-Path $TestDrive here shop file.txt) | Should -Be one
    }

    It 'touches nothing with -WhatIf' {
        Start-ZkDeployAgent -Root (Join-Path $TestDrive whatif) -Once -WhatIf | Should -BeNullOrEmpty
        Test-Path (Join-Path $TestDrive whatif) | Should -BeFalse
    }
}

Describe 'Start-ZkDeployAgent' {
    It 'writes what it does until it is stopped, and is gone then' {
        $agent = Start-InRunspace {
            param($connect, $root)
            $null = Connect-Zk $connect
            Start-ZkDeployAgent -Root $root -AgentId front -AllowScheme File
        } (Get-ZkSession)[-1].ConnectString, (Join-Path $TestDrive front)
        # Only its count may be asked for while it runs: enumerating an open collection waits for its end.
        Wait-Until { @((Get-ZkDeploy).Agents | Where-Object { $_.Agent -eq 'front' -and $_.State -eq 'Succeeded' }).Count -eq 1 } 'the result'
        $agent.Shell.Stop()
        $agent.Output.Kind | Should -Contain ManifestSeen
        ($agent.Output | Where-Object Kind -eq DeploySucceeded).Detail | Should -Be $repository.Commits[0]
        $agent.Shell.Streams.Error | Should -BeNullOrEmpty
        ((Get-ZkDeploy).Agents | Where-Object Agent -eq front).IsPresent | Should -BeFalse
        $agent.Shell.Dispose()
    }
}

Describe 'Start-ZkDeployAgent -AsJob' {
    It 'is a job like others' {
        $job = Start-ZkDeployAgent -Root (Join-Path $TestDrive job) -AgentId job -AllowScheme File -AsJob
        Get-Job -Id $job.Id | Should -Be $job
        $job.State | Should -Be Running
        $job.Name | Should -Be job
        Wait-Until { (Get-ZkDeploy).Agents | Where-Object { $_.Agent -eq 'job' -and $_.State -eq 'Succeeded' } } 'the deploy'
        (Receive-Job $job).Kind | Should -Contain DeploySucceeded
        Stop-Job $job
        $job.State | Should -Be Stopped
        ((Get-ZkDeploy).Agents | Where-Object Agent -eq job).IsPresent | Should -BeFalse
        Remove-Job $job
        Get-Job | Where-Object Name -eq job | Should -BeNullOrEmpty
    }

    It 'lives on when the session it was started from is closed' {
        $null = Connect-Zk (Get-ZkSession)[-1].ConnectString -Name short
        $job = Start-ZkDeployAgent -Root (Join-Path $TestDrive long) -AgentId long -AllowScheme File -AsJob -Session short
        Disconnect-Zk short
        Wait-Until { (Get-ZkDeploy).Agents | Where-Object { $_.Agent -eq 'long' -and $_.State -eq 'Succeeded' } } 'the deploy'
        $job | Remove-Job -Force
    }

    It 'is stopped when the module is removed' {
        $other = Start-InRunspace {
            param($connect, $root)
            $null = Connect-Zk $connect
            $job = Start-ZkDeployAgent -Root $root -AgentId removed -AllowScheme File -AsJob
            Remove-Module ZkReactive
            $job.State
        } (Get-ZkSession)[-1].ConnectString, (Join-Path $TestDrive removed)
        $null = $other.Shell.EndInvoke($other.Handle)
        $other.Output | Should -Be Stopped
        $other.Shell.Dispose()
    }
}
