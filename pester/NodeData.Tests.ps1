BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
}
AfterAll { Stop-TestServer }

Describe 'Data parameters' {
    BeforeEach { $null = New-ZkNode /data }
    AfterEach { Remove-ZkNode /data -Recurse -Force }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'text'; Value = 'grün'; Bytes = 0x67, 0x72, 0xc3, 0xbc, 0x6e }
        @{ Name = 'bytes'; Value = [byte[]](1, 2); Bytes = 1, 2 }
        @{ Name = 'a number'; Value = 1.5; Bytes = 0x31, 0x2e, 0x35 }
        @{ Name = 'lines'; Value = @('a', 'b'); Bytes = 0x61, 0x0a, 0x62 }
        @{ Name = 'nothing'; Value = $null; Bytes = @() }
    ) {
        Set-ZkNode /data $Value
        @((Get-ZkNode /data).Data) | Should -Be $Bytes
        (New-ZkNode /data/new $Value).DataLength | Should -Be $Bytes.Count
    }

    It 'stores objects as JSON and reads them back' {
        Set-ZkNode /data ([ordered]@{ a = 1; deep = @{ list = 1, 2, @{ x = 'y' } } }) -AsJson
        Get-ZkNode /data -Raw | Should -BeExactly '{"a":1,"deep":{"list":[1,2,{"x":"y"}]}}'
        (Get-ZkNode /data).DataAsJson.deep.list[2].x | Should -Be y
        (New-ZkNode /data/list (1, 2, 3) -AsJson).DataAsJson | Should -Be 1, 2, 3
        (New-ZkNode /data/none).DataAsJson | Should -BeNullOrEmpty
    }

    It 'refuses an object that it was not told to store as JSON' {
        Set-ZkNode /data @{ a = 1 } -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkDataUnsupported,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-AsJson*'
    }

    It 'writes text in <Name>' -ForEach @(
        @{ Name = 'latin1'; Bytes = 0xe9 }, @{ Name = 'unicode'; Bytes = 0xe9, 0 }, @{ Name = 'utf8BOM'; Bytes = 0xef, 0xbb, 0xbf, 0xc3, 0xa9 }, @{ Name = 'utf8'; Bytes = 0xc3, 0xa9 }
    ) {
        Set-ZkNode /data 'é' -Encoding $Name
        (Get-ZkNode /data).Data | Should -Be $Bytes
        Get-ZkNode /data -Raw -Encoding $Name | Should -BeLike '*é'
    }

    It 'says which encodings there are' { { Set-ZkNode /data 'x' -Encoding klingon } | Should -Throw "*no encoding 'klingon'*" }

    It 'takes the bytes of files, from the pipeline too' {
        [System.IO.File]::WriteAllBytes((Join-Path $TestDrive a.bin), [byte[]](0, 1, 254))
        Set-ZkNode /data -FilePath (Join-Path $TestDrive a.bin)
        (Get-ZkNode /data).Data | Should -Be 0, 1, 254
        $null = Get-Item (Join-Path $TestDrive a.bin) | New-ZkNode -Path { "/data/$($_.Name)" }
        (Get-ZkNode /data/a.bin).Data | Should -Be 0, 1, 254
        Set-ZkNode /data -FilePath (Join-Path $TestDrive none.bin) -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkFileNotFound,*'
        New-ZkNode /data/x 'y' -FilePath (Join-Path $TestDrive a.bin) -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkDataTwice,*'
    }

    It 'makes a node with an access list' {
        "$((New-ZkNode /data/guarded -Acl world:anyone:cdra | Get-ZkAcl).Acl)" | Should -Be world:anyone:cdra
    }
}

Describe 'A long pipeline of writes' {
    BeforeEach { $null = New-ZkNode /long }
    AfterEach { Remove-ZkNode /long -Recurse -Force }

    It 'writes in order, and gives results in order' {
        $made = 1..600 | ForEach-Object { [pscustomobject]@{ Path = '/long/n-'; Data = "$_" } } | New-ZkNode -Sequential -ErrorAction Continue
        $made.DataAsText | Should -Be (1..600)
        $made.Name | Should -Be ($made.Name | Sort-Object)
        $set = $made | ForEach-Object { [pscustomobject]@{ Path = $_.Path; Data = 'x' + $_.DataAsText } } | Set-ZkNode -PassThru -ErrorAction Continue
        $set.DataAsText | Should -Be (1..600 | ForEach-Object { "x$_" })
        $made.Path | Test-ZkNode | Should -Not -Contain $false
        $made.Path | Remove-ZkNode
        (Get-ZkNode /long).ChildCount | Should -Be 0
    }

    It 'tells each failure and goes on' {
        $paths = 1..300 | ForEach-Object { if ($_ % 100) { '/long' } else { "/none$_" } }
        $paths | Set-ZkNode -Data 'x' -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.TargetObject | Should -Be /none100, /none200, /none300
        (Get-ZkNode /long).Version | Should -Be 297
    }

    It 'sends nothing after a failure with -ErrorAction Stop' {
        { '/long', '/none', '/long' | Set-ZkNode -Data 'x' -ErrorAction Stop } | Should -Throw -ErrorId 'ZkNoNode,*'
        (Get-ZkNode /long).Version | Should -Be 1
    }

    It 'lets a read behind a write see it' {
        1..20 | ForEach-Object { [pscustomobject]@{ Path = '/long'; Data = [int](Get-ZkNode /long -Raw) + 1 } } | Set-ZkNode -ErrorAction Continue
        Get-ZkNode /long -Raw | Should -Be 20
    }

    It 'does not wait for each answer: 50 writes take less than half of 50 delays' -Skip:([bool]$env:ZKREACTIVE_TEST_CONNECT) {
        $server = Start-ZkServer -Port 0 -Fault DelayReplies=100ms
        $slow = $server | Connect-Zk -Name slow
        $null = New-ZkNode /n -Session slow
        $time = Measure-Command { 1..50 | ForEach-Object { [pscustomobject]@{ Path = '/n'; Data = $_ } } | Set-ZkNode -Session slow -ErrorAction Continue }
        $time.TotalMilliseconds | Should -BeLessThan 2500
        $server.ClearFaults()
        Get-ZkNode /n -Raw -Session slow | Should -Be 50
        Disconnect-Zk slow
        Stop-ZkServer $server
    }
}
