BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $server = Start-TestServer
    $repository = New-TestRepository (Join-Path $TestDrive repository)
    $null = Publish-ZkDeploy -Url $repository.Url -CommitId $repository.Commits[0] -RelativePath shop
    $null = Start-ZkDeployAgent -Root (Join-Path $TestDrive web1) -AgentId web1 -AllowScheme File -Once
    $null = Start-ZkDeployAgent -Root (Join-Path $TestDrive web2) -AgentId web2 -Once -ErrorAction SilentlyContinue
}
AfterAll { Stop-TestServer }

Describe 'Watch-ZkDeploy' {
    It 'writes every agent as it stands' {
        $agents = Watch-ZkDeploy -Count 2 -Timeout 30s | Sort-Object Agent
        $agents.Agent | Should -Be web1, web2
        $agents.State | Should -Be Succeeded, Failed
        $agents[1].ErrorId | Should -Be ZkDeploySchemeNotAllowed
    }

    It 'writes the deploy as a whole with -Status' {
        $deploy = Watch-ZkDeploy -Status -Count 1 -Timeout 30s
        $deploy.Outcome | Should -Be Failed
        $deploy.AgentCount | Should -Be 2
    }

    It 'goes on with what changes, shows progress, and stops at once' {
        $watcher = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Watch-ZkDeploy } $server.ConnectString
        # To enumerate what is still being written would wait for its end.
        function Get-Seen { for ($i = 0; $i -lt $watcher.Output.Count; $i++) { $watcher.Output[$i] } }
        Wait-Until { $watcher.Output.Count -ge 2 } 'the agents'
        $null = New-ZkNode /app/business/config/agents/web9 '{"state":"pending"}'
        Wait-Until { (Get-Seen).Agent -contains 'web9' } 'the new agent'
        Wait-Until { $watcher.Shell.Streams.Progress.Count -ge 1 } 'the progress'
        Remove-ZkNode /app/business/config/agents/web9
        Wait-Until { @(Get-Seen | Where-Object { $_.Agent -eq 'web9' -and -not $_.IsPresent }).Count -eq 1 } 'the agent to go'
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $watcher.Shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        $watcher.Shell.Streams.Error | Should -BeNullOrEmpty
        $watcher.Shell.Dispose()
    }

    It 'prints a table that fits 80 columns' {
        $lines = (Watch-ZkDeploy -Count 2 -Timeout 30s | Sort-Object Agent | Format-AtEighty) -split "`n"
        $lines | Select-Object -Index 1 | Should -Be 'Agent          Wanted   Running  State       Seconds Error'
        $lines | Select-Object -Index 4 | Should -Match '^web2 +[0-9a-f]{8} +Failed +[\d.]+ ZkDeploySchemeNotAllowed$'
    }
}
