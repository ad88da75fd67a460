BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Start-TestServer
    $repository = New-TestRepository (Join-Path $TestDrive repository)
    $hook = Join-Path $repository.Folder .git hooks post-commit
    Set-Content $hook "#!/bin/sh`nexit 0"
    if (-not $IsWindows) { chmod 755 $hook }
    $before = Get-Content $hook -Raw
    $installed = Install-ZkDeployHook $repository.Folder -Branch main -RelativePath shop -Zkr $hook
}
AfterAll { Stop-TestServer }

Describe 'Uninstall-ZkDeployHook' {
    It 'changes nothing with -WhatIf' {
        Uninstall-ZkDeployHook $repository.Folder -WhatIf
        Get-Content $hook -Raw | Should -Not -Be $before
    }

    It 'puts back what was there, from the pipeline' {
        $installed | Uninstall-ZkDeployHook
        Get-Content $hook -Raw | Should -Be $before
        Join-Path $repository.Folder .git hooks post-merge | Should -Not -Exist
        Uninstall-ZkDeployHook $repository.Folder
    }

    It 'refuses what is no repository' {
        Uninstall-ZkDeployHook $TestDrive -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkDeployHookFailed,*'
    }
}
