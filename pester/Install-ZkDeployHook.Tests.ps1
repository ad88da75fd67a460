BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $server = Start-TestServer
    $repository = New-TestRepository (Join-Path $TestDrive "it's a repository")
    $branch = git -C $repository.Folder symbolic-ref --short HEAD
    $zkr = Join-Path $TestDrive zkr
    Set-Content $zkr "#!/bin/sh`necho `"`$*`" >> '$TestDrive/calls'"
    if (-not $IsWindows) { chmod 755 $zkr }
    $hook = Join-Path $repository.Folder .git hooks post-commit
}
AfterAll { Stop-TestServer }

Describe 'Install-ZkDeployHook' {
    It 'writes nothing with -WhatIf' {
        Install-ZkDeployHook $repository.Folder -Branch $branch -RelativePath shop -Zkr $zkr -WhatIf | Should -BeNullOrEmpty
        $hook | Should -Not -Exist
    }

    It 'installs the hooks, for the servers of the session' {
        $installed = Install-ZkDeployHook $repository.Folder -Branch $branch -RelativePath shop -Zkr $zkr
        $installed.Path | Should -Be /app/business/config
        $installed.ConnectString | Should -Be (Get-ZkSession)[-1].ConnectString
        $installed.Hooks | Should -Exist
        $installed.Hooks | Split-Path -Leaf | Should -Be post-commit, post-merge
        $installed | Format-AtEighty | Should -Match 'Branch +Path +RelativePath +Repository'
    }

    It 'runs zkr when something is committed' -Skip:$IsWindows {
        git -C $repository.Folder -c user.name=test -c user.email=test@example.org commit -q --allow-empty -m three
        Get-Content (Join-Path $TestDrive calls) | Should -Be 'deploy hook --run post-commit --repository .git'
    }

    It 'refuses what agents would refuse' {
        Install-ZkDeployHook $repository.Folder -Branch $branch -RelativePath ../x -Zkr $zkr -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkDeployManifestRefused,*'
    }

    It 'says that there is no zkr' {
        $path = $env:PATH
        try {
            $env:PATH = ''
            { Install-ZkDeployHook $repository.Folder -Branch $branch -RelativePath shop } | Should -Throw -ErrorId 'ZkCommandMissing,*'
        }
        finally { $env:PATH = $path }
    }
}
