BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Start-TestServer
    $repository = New-TestRepository (Join-Path $TestDrive repository)
    $null = Publish-ZkDeploy -Url $repository.Url -CommitId $repository.Commits[0] -RelativePath shop
    $null = Start-ZkDeployAgent -Root (Join-Path $TestDrive web1) -AgentId web1 -AllowScheme File -Once
    $directory = Join-Path $TestDrive web1 .zkreactive
}
AfterAll { Stop-TestServer }

Describe 'Export-ZkJournal' {
    It 'writes JSON lines' {
        $file = Export-ZkJournal $directory (Join-Path $TestDrive journal.jsonl)
        $events = Get-Content $file | ConvertFrom-Json
        $events.Count | Should -Be (Get-ZkJournal $directory).Count
        ($events | Where-Object kind -eq DeploySucceeded).payload.commitId | Should -Be $repository.Commits[0]
    }

    It 'writes CSV that others read' {
        $file = Export-ZkJournal $directory (Join-Path $TestDrive journal.csv) -Format Csv -Kind ManifestSeen
        $rows = @(Import-Csv $file)
        $rows.Count | Should -Be 1
        ($rows[0].payload | ConvertFrom-Json).manifest.relativePath | Should -Be shop
    }

    It 'writes nothing with -WhatIf and leaves a file alone with -NoClobber' {
        $target = Join-Path $TestDrive kept.jsonl
        Export-ZkJournal $directory $target -WhatIf
        Test-Path $target | Should -BeFalse
        Set-Content $target mine
        Export-ZkJournal $directory $target -NoClobber -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.Count | Should -Be 1
        Get-Content $target | Should -Be mine
    }
}
