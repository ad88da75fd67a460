BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $server = Connect-TestServer

    # How many requests a command sends. Only the embedded server counts them.
    function Measure-Request([scriptblock] $Command) {
        $before = $server.Server.Statistics.PacketsReceived
        $null = & $Command
        $server.Server.Statistics.PacketsReceived - $before
    }
}
AfterAll { Set-Location $PSScriptRoot; Stop-TestServer }

Describe 'The drive' {
    AfterEach { Set-Location $PSScriptRoot }

    Context 'coming and going' {
        It 'is there after Connect-Zk, by the name of the session where zk is taken, and gone after Disconnect-Zk' {
            (Get-PSDrive zk).Provider.Name | Should -Be ZkReactive
            $second = Connect-Zk (Get-ZkSession)[0].ConnectString -Name prod
            try { Test-Path prod:/app/config | Should -BeTrue } finally { Disconnect-Zk prod }
            Get-PSDrive prod -ErrorAction Ignore | Should -BeNullOrEmpty
            Test-Path zk:/app/config | Should -BeTrue
        }

        It 'brings whoever is there back to the file system when its session is closed' {
            $null = Connect-Zk (Get-ZkSession)[0].ConnectString -Name prod
            Set-Location prod:/app
            Disconnect-Zk prod
            (Get-Location).Provider.Name | Should -Be FileSystem
        }

        It 'is made over a part of the tree by New-PSDrive' {
            $null = New-PSDrive app ZkReactive /app
            (Get-Item app:/config).NodePath | Should -Be /app/config
            (Get-ChildItem app:/).Name | Should -Be config, old, servers
            Remove-PSDrive app
        }

        It 'connects by itself and closes what it opened' {
            $count = @(Get-ZkSession).Count
            $null = New-PSDrive own ZkReactive / -ConnectString (Get-ZkSession)[0].ConnectString
            Get-Content own:/app/config | Should -Be 'colour=blue'
            Remove-PSDrive own
            @(Get-ZkSession).Count | Should -Be $count
        }

        It 'is not made where there is no such node' {
            { New-PSDrive none ZkReactive /none -ErrorAction Stop } | Should -Throw -ErrorId 'ZkNoNode,*'
        }
    }

    Context 'going about' {
        It 'has a current location' {
            Set-Location zk:/app
            (Get-Item config).NodePath | Should -Be /app/config
            (Get-Item ./servers/../config).NodePath | Should -Be /app/config
            Set-Location servers
            (Get-Location).Path | Should -Be zk:/app/servers
            Set-Location ..
            (Get-ChildItem).Name | Should -Be config, old, servers
            { Set-Location zk:/none -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        }

        It 'tells what is there' {
            Test-Path zk:/app/config | Should -BeTrue
            Test-Path zk:/app/none | Should -BeFalse
            Test-Path zk:/app/serv* | Should -BeTrue
            Test-Path zk:/app/none* | Should -BeFalse
            Test-Path "zk:/app/`u{1}" | Should -BeFalse
            Test-Path zk:/app -PathType Container | Should -BeTrue
            Get-Item zk:/app/none -ErrorVariable problem -ErrorAction SilentlyContinue
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNoNode,*'
            $problem[0].CategoryInfo.Category | Should -Be ObjectNotFound
        }

        It 'lists' {
            (Get-ChildItem zk:/app -Recurse).NodePath | Should -Be /app/config, /app/old, /app/old/a, /app/old/b, /app/servers, /app/servers/web1, /app/servers/web2
            (Get-ChildItem zk:/app -Depth 0).Name | Should -Be config, old, servers
            (Get-ChildItem zk:/app -Recurse -Filter web*).Name | Should -Be web1, web2
            (Get-ChildItem zk:/app -Recurse -Include web*, a -Exclude web2).NodePath | Should -Be /app/old/a, /app/servers/web1
            Get-ChildItem zk:/app -Name | Should -Be config, old, servers
            Get-ChildItem zk:/app -Name -Recurse | Should -Contain servers/web2
            (Get-ChildItem zk:/none -ErrorAction SilentlyContinue -ErrorVariable problem) | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNoNode,*'
        }

        It 'finds by wildcards' {
            (Resolve-Path zk:/app/servers/web?).Path | Should -Be zk:/app/servers/web1, zk:/app/servers/web2
            (Get-Item zk:/*/servers/web[12]).NodePath | Should -Be /app/servers/web1, /app/servers/web2
            (Get-Item zk:/app/* -Exclude c*).Name | Should -Be old, servers
            Get-Item zk:/app/none* | Should -BeNullOrEmpty
        }

        It 'takes any name' {
            $names = 'we ird[1]', 'back`tick', 'ünï — ☃', 'star*', 'q''uote"'
            $null = New-Item zk:/names
            foreach ($name in $names) {
                $null = New-Item "zk:/names/$name" -Value $name
                Get-Content -LiteralPath "zk:/names/$name" | Should -Be $name
            }
            (Get-ChildItem zk:/names | Get-Content) | Should -Be (Get-ChildItem zk:/names).Name
            Get-Content 'zk:/names/we ird`[1`]' | Should -Be 'we ird[1]'
            Set-Location -LiteralPath 'zk:/names/we ird[1]'
            $null = New-Item below
            (Get-ChildItem *).NodePath | Should -Be '/names/we ird[1]/below'
            Set-Location zk:/
            foreach ($name in $names) { Remove-Item -LiteralPath "zk:/names/$name" -Recurse }
            Remove-Item zk:/names
        }

        It 'pipes into the item commands and the node cmdlets' {
            Get-Item zk:/app/servers/web1 | Get-Content | Should -Be up
            (Get-ChildItem zk:/app/servers | Get-ZkNode).DataAsText | Should -Be up, down
            Get-Content (Get-Item zk:/app/config) | Should -Be 'colour=blue'
        }

        It 'is read at 80 columns' {
            $table = Get-ChildItem zk:/app | Format-AtEighty
            $table | Should -Match 'Parent: .*/app'
            $table | Should -Match 'Persistent +0 +0 colour=blue +config'
            Get-Item zk:/app/config | Format-List | Format-AtEighty | Should -Match 'NodePath +: /app/config'
        }
    }

    Context 'content' {
        BeforeEach { $null = New-Item zk:/content -Value "one`ntwo" }
        AfterEach { Remove-Item zk:/content }

        It 'reads lines, all, and bytes' {
            Get-Content zk:/content | Should -Be one, two
            Get-Content zk:/content -Raw | Should -Be "one`ntwo"
            Get-Content zk:/content -TotalCount 1 | Should -Be one
            Get-Content zk:/content -AsByteStream | Should -Be ([byte[]][char[]]"one`ntwo")
            , (Get-Content zk:/content -AsByteStream -Raw) | Should -BeOfType byte[]
        }

        It 'writes lines at once, without one at the end' {
            Set-Content zk:/content 'a', 'b'
            (Get-ZkNode /content).DataAsText | Should -Be "a`nb"
            (Get-Item zk:/content).Version | Should -Be 1
            'x', 'y' | Set-Content zk:/content -NoNewline
            (Get-ZkNode /content).DataAsText | Should -Be xy
            Set-Content zk:/content ([byte[]](0, 255)) -AsByteStream
            (Get-ZkNode /content).Data | Should -Be 0, 255
            Set-Content zk:/content 'ü' -Encoding unicode
            Get-Content zk:/content -Encoding unicode | Should -Be 'ü'
        }

        It 'writes only the version asked for' {
            Set-Content zk:/content 'a' -Version 0
            Set-Content zk:/content 'b' -Version 0 -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkBadVersion,*'
            Get-Content zk:/content | Should -Be a
        }

        It 'adds lines, and loses none that others add' {
            Add-Content zk:/content 'three'
            Get-Content zk:/content | Should -Be one, two, three
            $module, $connect = $ModulePath, (Get-ZkSession)[-1].ConnectString
            1..3 | ForEach-Object -ThrottleLimit 3 -Parallel {
                Import-Module $using:module
                $null = Connect-Zk $using:connect
                foreach ($i in 1..10) { Add-Content zk:/content "$_-$i" }
                Disconnect-Zk
            }
            @(Get-Content zk:/content).Count | Should -Be 33
        }

        It 'clears, and creates what is missing' {
            Clear-Content zk:/content
            Get-Content zk:/content | Should -BeNullOrEmpty
            Set-Content zk:/content/new 'x'
            Get-Content zk:/content/new | Should -Be x
            Remove-Item zk:/content/new
            Set-Content zk:/none/new 'x' -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNoNode,*'
        }

        It 'writes nothing with -WhatIf' {
            Set-Content zk:/content x -WhatIf
            Add-Content zk:/content x -WhatIf
            Clear-Content zk:/content -WhatIf
            Set-Item zk:/content x -WhatIf
            Set-ItemProperty zk:/content Data x -WhatIf
            Get-Content zk:/content | Should -Be one, two
        }
    }

    Context 'making, removing, copying' {
        BeforeEach { $null = New-Item zk:/shop/a/b -Value deep -Force }
        AfterEach { Remove-ZkNode /shop -Recurse -Force }

        It 'makes every kind of node' {
            (New-Item zk:/shop/p -Value 1).Kind | Should -Be Persistent
            $alive = New-Item zk:/shop/e -ItemType Ephemeral
            $alive.Kind | Should -Be Ephemeral
            $alive.PSIsContainer | Should -BeFalse
            (New-Item zk:/shop/s- -ItemType Sequential).Name | Should -Match '^s-\d{10}$'
            (New-Item zk:/shop/es- -ItemType EphemeralSequential).Kind | Should -Be Ephemeral
            Test-Path (New-Item zk:/shop/c -ItemType Container) | Should -BeTrue
            New-Item zk:/shop/none/x -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNoNode,*'
            (New-Item zk:/shop/none/x -Force).NodePath | Should -Be /shop/none/x
            New-Item zk:/shop/p -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNodeExists,*'
            New-Item zk:/shop/w -ItemType Symlink -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkInvalidArgument,*'
        }

        It 'removes a tree when told to, and asks when not' {
            { Remove-Item zk:/shop/a -Confirm:$false -ErrorAction Stop } | Should -Throw
            Remove-Item zk:/shop/a -Recurse
            Test-Path zk:/shop/a | Should -BeFalse
        }

        It 'copies and moves in one transaction' {
            Copy-Item zk:/shop/a zk:/shop/c -Recurse
            Get-Content zk:/shop/c/b | Should -Be deep
            Copy-Item zk:/shop/a/b zk:/shop/c/d
            Move-Item zk:/shop/c zk:/shop/m
            Test-Path zk:/shop/c | Should -BeFalse
            (Get-ChildItem zk:/shop/m).Name | Should -Be b, d
            (Rename-Item zk:/shop/m n -PassThru).NodePath | Should -Be /shop/n
            Copy-Item zk:/shop/n zk:/shop/a -Recurse
            Test-Path zk:/shop/a/n/b | Should -BeTrue
        }

        It 'refuses an ephemeral node, and a node into itself' {
            $null = New-Item zk:/shop/a/alive -ItemType Ephemeral
            Move-Item zk:/shop/a zk:/shop/m -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkEphemeralNotCopied,*'
            Test-Path zk:/shop/m | Should -BeFalse
            Copy-Item zk:/shop zk:/shop/a/x -Recurse -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkCopyIntoItself,*'
        }

        It 'copies and moves between drives, and says that a move is two transactions' {
            $null = Connect-Zk (Get-ZkSession)[-1].ConnectString -Name prod
            try {
                Copy-Item zk:/shop/a prod:/shop/c -Recurse
                Get-Content zk:/shop/c/b | Should -Be deep
                Move-Item zk:/shop/c prod:/shop/m -WarningVariable warning -WarningAction SilentlyContinue
                $warning | Should -Match '2 transactions'
                Test-Path zk:/shop/c | Should -BeFalse
                Test-Path zk:/shop/m/b | Should -BeTrue
            }
            finally { Disconnect-Zk prod }
        }

        It 'writes nothing with -WhatIf' {
            New-Item zk:/shop/x -WhatIf
            Remove-Item zk:/shop/a -Recurse -WhatIf
            Copy-Item zk:/shop/a zk:/shop/x -WhatIf
            Move-Item zk:/shop/a zk:/shop/x -WhatIf
            Rename-Item zk:/shop/a x -WhatIf
            (Get-ChildItem zk:/shop -Recurse).NodePath | Should -Be /shop/a, /shop/a/b
        }
    }

    Context 'properties' {
        It 'are the stat' {
            $all = Get-ItemProperty zk:/app/servers
            $all.ChildCount | Should -Be 2
            $all.Kind | Should -Be Persistent
            Get-ItemPropertyValue zk:/app/servers Version | Should -Be 0
            Get-ItemProperty zk:/app/servers Colour -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkPropertyUnknown,*'
        }

        It 'can be set where the server does not keep them' {
            Set-ItemProperty zk:/app/servers/web1 Data 'busy'
            Get-Content zk:/app/servers/web1 | Should -Be busy
            Set-ItemProperty zk:/app/servers/web1 Data 'up'
            Set-ItemProperty zk:/app/servers Version 7 -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkPropertyReadOnly,*'
        }
    }

    Context 'on its way' -Skip:([bool]$env:ZKREACTIVE_TEST_CONNECT) {
        It '<Name> sends at most two requests more than <Needs>' -ForEach @(
            @{ Name = 'Get-Item'; Needs = 1; Command = { Get-Item zk:/app/config } }
            @{ Name = 'Test-Path'; Needs = 1; Command = { Test-Path zk:/app/config } }
            @{ Name = 'Set-Location'; Needs = 1; Command = { Set-Location zk:/app } }
            @{ Name = 'Get-Content'; Needs = 1; Command = { Get-Content zk:/app/config } }
            @{ Name = 'Set-Content'; Needs = 1; Command = { Set-Content zk:/app/config 'colour=blue' } }
            @{ Name = 'Add-Content'; Needs = 2; Command = { Add-Content zk:/app/old 'x' } }
            @{ Name = 'Set-Item'; Needs = 1; Command = { Set-Item zk:/app/old 'x' } }
            @{ Name = 'Clear-Content'; Needs = 1; Command = { Clear-Content zk:/app/old } }
            @{ Name = 'Get-ItemProperty'; Needs = 1; Command = { Get-ItemProperty zk:/app/config } }
            @{ Name = 'New-Item'; Needs = 1; Command = { New-Item zk:/app/new } }
            @{ Name = 'Copy-Item'; Needs = 3; Command = { Copy-Item zk:/app/new zk:/app/copy } }
            @{ Name = 'Move-Item'; Needs = 3; Command = { Move-Item zk:/app/copy zk:/app/moved } }
            @{ Name = 'Rename-Item'; Needs = 3; Command = { Rename-Item zk:/app/moved named } }
            @{ Name = 'Remove-Item'; Needs = 1; Command = { Remove-Item zk:/app/named; } }
            @{ Name = 'Remove-Item -Recurse'; Needs = 2; Command = { Remove-Item zk:/app/new -Recurse } }
            @{ Name = 'Get-ChildItem of three'; Needs = 4; Command = { Get-ChildItem zk:/app } }
            @{ Name = 'a wildcard over three, two of which are read'; Needs = 3; Command = { Get-Item zk:/app/servers/web* } }
            @{ Name = 'Get-ChildItem -Recurse of seven below two parents'; Needs = 10; Command = { Get-ChildItem zk:/app -Recurse } }
            @{ Name = 'Get-ChildItem -Recurse -Include'; Needs = 4; Command = { Get-ChildItem zk:/app -Recurse -Include web* } }
        ) {
            $null = & { Get-Item zk:/app }
            Measure-Request $Command | Should -BeLessOrEqual ($Needs + 2)
        }

        It 'finds by wildcards on two levels with three requests' {
            $null = 1..40 | ForEach-Object { '/wide/n{0:00}/config' -f $_ } | New-ZkNode -CreateParents
            try { Measure-Request { Resolve-Path zk:/wide/*/con* } | Should -BeLessOrEqual 3 }
            finally { Remove-ZkNode /wide -Recurse -Force }
        }

        It 'is stopped in the middle of a long listing' {
            $null = New-ZkNode /long
            $null = 1..300 | ForEach-Object { "/long/$_" } | New-ZkNode
            $held = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Get-ChildItem zk:/long -Recurse } $server.ConnectString
            try {
                $server.Server.Faults.HoldReplies()
                $held.Shell.Stop()
                $held.Shell.InvocationStateInfo.State | Should -Be Stopped
            }
            finally {
                $server.Server.Faults.ReleaseReplies()
                $held.Shell.Runspace.Dispose()
                $held.Shell.Dispose()
                Remove-ZkNode /long -Recurse -Force
            }
        }
    }
}
