BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Start-TestServer
    $commit = '0123456789abcdef0123456789abcdef01234567'
}
AfterAll { Stop-TestServer }

Describe 'New-ZkDeployKey' {
    It 'makes a pair that signs what is published' {
        $key = New-ZkDeployKey (Join-Path $TestDrive deploy.key)
        $key.KeyId | Should -Match '^[0-9a-f]{64}$'
        Get-Content $key.PrivateKeyFile -First 1 | Should -Be '-----BEGIN PRIVATE KEY-----'
        Get-Content $key.PublicKeyFile -First 1 | Should -Be '-----BEGIN PUBLIC KEY-----'
        $null = Publish-ZkDeploy -Url https://git.example/shop.git -CommitId $commit -RelativePath shop -SigningKey $key.PrivateKeyFile
        $signature = ((Get-ZkNode /app/business/config).DataAsText | ConvertFrom-Json).signature
        $signature.keyId | Should -Be $key.KeyId
        $signature.path | Should -Be /app/business/config
        $signature.algorithm | Should -Be ecdsa-p256-sha256
        (Get-ZkDeploy).Manifest.Signature.KeyId | Should -Be $key.KeyId
    }

    It 'never overwrites a key' {
        $file = Join-Path $TestDrive kept.key
        $null = New-ZkDeployKey $file
        $before = Get-Content $file -Raw
        New-ZkDeployKey $file -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkDeployKeyInvalid,*'
        Get-Content $file -Raw | Should -Be $before
    }

    It 'makes several from the pipeline, and none with -WhatIf' {
        $files = 'a', 'b' | ForEach-Object { Join-Path $TestDrive "$_.key" }
        $files | New-ZkDeployKey -WhatIf | Should -BeNullOrEmpty
        $files | Should -Not -Exist
        ($files | New-ZkDeployKey).PrivateKeyFile | Should -Be $files
    }

    It 'makes keys that others cannot read, and refuses to sign with one that they can' -Skip:$IsWindows {
        $key = New-ZkDeployKey (Join-Path $TestDrive open.key)
        "$((Get-Item $key.PrivateKeyFile).UnixFileMode)".Split(', ') | Sort-Object | Should -Be UserRead, UserWrite
        chmod 644 $key.PrivateKeyFile
        { Publish-ZkDeploy -Url https://git.example/shop.git -CommitId $commit -RelativePath shop -SigningKey $key.PrivateKeyFile } | Should -Throw -ErrorId 'ZkDeployKeyUnprotected,*'
    }

    It 'prints a list that fits 80 columns' {
        $text = New-ZkDeployKey (Join-Path $TestDrive shown.key) | Format-AtEighty
        $text | Should -Match '(?m)^KeyId +: [0-9a-f]{60,64}$'
        $text -split "`n" | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
    }
}
