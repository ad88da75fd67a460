BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Start-TestServer
    $repository = New-TestRepository (Join-Path $TestDrive repository)
    $published = Publish-ZkDeploy -Url $repository.Url -CommitId $repository.Commits[0] -RelativePath shop
    $null = Start-ZkDeployAgent -Root (Join-Path $TestDrive web1) -AgentId web1 -AllowScheme File -Once
    $directory = Join-Path $TestDrive web1 .zkreactive
}
AfterAll { Stop-TestServer }

Describe 'Get-ZkJournal' {
    It 'shows decisions before outcomes' {
        $kinds = (Get-ZkJournal $directory).Kind
        $kinds.IndexOf('AgentStarted') | Should -Be 0
        $kinds.IndexOf('DeployStarted') | Should -BeLessThan $kinds.IndexOf('DeploySucceeded')
        $kinds.IndexOf('DeploySucceeded') | Should -BeLessThan $kinds.IndexOf('ResultWritten')
    }

    It 'takes kinds, deploys and times' {
        $only = Get-ZkJournal -StateDirectory $directory -Kind DeploySucceeded -DeployId $published.DeployId -Since (Get-Date).AddHours(-1)
        $only.Detail | Should -Be $repository.Commits[0]
        $only.Event.IsChanged | Should -BeTrue
        Get-ZkJournal $directory -DeployId nosuch | Should -BeNullOrEmpty
        Get-ZkJournal $directory -Since (Get-Date).AddHours(1) | Should -BeNullOrEmpty
    }

    It 'shows what ran at a time' {
        $now = Get-ZkJournal $directory -AsOf (Get-Date).AddHours(1)
        $now.Running | Should -Be $repository.Commits[0]
        $now.Phase | Should -Be Succeeded
        $now.LastGood | Should -Be $published.DeployId
        (Get-ZkJournal $directory -AsOf (Get-Date).AddYears(-20)).Running | Should -BeNullOrEmpty
    }

    It 'goes on live until there is enough' {
        $null = Start-ZkDeployAgent -Root (Join-Path $TestDrive web1) -AgentId web1 -AllowScheme File -Once
        @(Get-ZkJournal $directory -Kind AgentStarted -Wait | Select-Object -First 2).Count | Should -Be 2
    }

    It 'fits 80 columns' {
        $lines = (Get-ZkJournal $directory | Out-String -Width 80) -split "`n"
        $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
    }

    It 'names a journal that is not there' {
        Get-ZkJournal (Join-Path $TestDrive nowhere) -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkJournalUnavailable,*'
    }
}
