BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    Import-BuiltModule
}

Describe 'The module' {
    It 'keeps its assemblies out of the default load context' {
        $contexts = [AppDomain]::CurrentDomain.GetAssemblies() |
            Where-Object { $_.GetName().Name -like 'ZkReactive*' -or $_.GetName().Name -eq 'System.Reactive' } |
            ForEach-Object { "$($_.GetName().Name): $([System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name)" }
        $contexts | Should -Contain 'ZkReactive.PowerShell.Loader: Default'
        $contexts | Should -Contain 'ZkReactive.PowerShell: ZkReactive'
        $contexts | Where-Object { $_ -like '*: Default' } | Should -HaveCount 1
    }

    It 'can be imported again, removed and imported once more' {
        $other = Start-InRunspace {
            param($path)
            (Get-Command -Module ZkReactive).Count
            Import-Module $path -Force
            (Get-Command -Module ZkReactive).Count
            Remove-Module ZkReactive
            @(Get-Command Get-ZkNode -ErrorAction Ignore).Count
            Import-Module $path
            (Get-Command -Module ZkReactive).Count
            $server = Start-ZkServer -Port 0
            ($server | Connect-Zk).IsConnected
            Disconnect-Zk -All
            Stop-ZkServer -All
        } $ModulePath
        $null = $other.Shell.EndInvoke($other.Handle)
        $count = (Get-Command -Module ZkReactive).Count
        $other.Output | Should -Be $count, $count, 0, $count, $true
        $other.Shell.Dispose()
    }

    It 'closes sessions and stops servers when it is removed' {
        $other = Start-InRunspace {
            $server = Start-ZkServer -Port 0
            $session = $server | Connect-Zk
            Remove-Module ZkReactive
            $session.Status
            $server.Port
        }
        $null = $other.Shell.EndInvoke($other.Handle)
        $other.Output[0] | Should -Be Closed
        { [System.Net.Sockets.TcpClient]::new('127.0.0.1', $other.Output[1]) } | Should -Throw
        $other.Shell.Dispose()
    }

    It 'leaves no job, event, registration or drive behind when it is removed' {
        $other = Start-InRunspace {
            param($root)
            $null = Start-ZkServer -Port 0 | Connect-Zk
            $null = Register-ZkEvent / -SourceIdentifier root
            $null = Register-ZkService /service/shop/web 127.0.0.1 80 -Probe { $true } -Interval 1s
            $null = Join-ZkGroup /groups/web
            $job = Start-ZkDeployAgent -Root $root -AsJob
            Remove-Module ZkReactive
            $job.State
            @(Get-EventSubscriber -Force).Count
            @(Get-PSDrive | Where-Object { $_.Provider.Name -eq 'ZkReactive' }).Count
            @(Get-PSProvider ZkReactive -ErrorAction Ignore).Count
        } (Join-Path $TestDrive agent)
        $null = $other.Shell.EndInvoke($other.Handle)
        "$($other.Shell.Streams.Error)" | Should -BeNullOrEmpty
        $other.Output | Should -Be Stopped, 0, 0, 0
        $other.Shell.Dispose()
    }

    It 'closes them when the runspace ends' {
        $other = Start-InRunspace { $server = Start-ZkServer -Port 0; $server | Connect-Zk }
        $null = $other.Shell.EndInvoke($other.Handle)
        $session = $other.Output[0]
        $other.Shell.Runspace.Dispose()
        $other.Shell.Dispose()
        Wait-Until { "$($session.Status)" -eq 'Closed' } 'the session to close'
    }

    It 'works in two runspaces at once' {
        $work = {
            $null = Start-ZkServer -Port 0 | Connect-Zk -Name mine
            foreach ($i in 1..50) { $null = New-ZkNode "/n$i" $i }
            (Get-ZkChildNode / | Where-Object Name -like 'n*').Count
            Disconnect-Zk -All
            Stop-ZkServer -All
        }
        $shells = 1..4 | ForEach-Object { Start-InRunspace $work }
        foreach ($shell in $shells) {
            $null = $shell.Shell.EndInvoke($shell.Handle)
            $shell.Output | Should -Be 50
            $shell.Shell.Dispose()
        }
    }

    It 'serves another version beside it, each from a load context of its own' {
        $manifest = Copy-AsVersion $TestDrive 0.0.9
        $work = {
            param($path)
            Import-Module $path -ErrorAction Stop
            $null = Start-ZkServer -Port 0 | Connect-Zk
            "$((Get-Module ZkReactive).Version) $((Get-ZkNode /).Path) $((Get-Command Get-ZkNode).ImplementingType.Assembly.Location)"
            Remove-Module ZkReactive
        }
        $shell = [powershell]::Create().AddScript($work).AddArgument($manifest)
        try {
            $written = $shell.Invoke()
            "$($shell.Streams.Error)" | Should -BeNullOrEmpty
            $written | Should -Be "0.0.9 / $(Join-Path (Split-Path $manifest) bin ZkReactive.PowerShell.dll)"
        }
        finally { $shell.Dispose() }
        (Get-Command Get-ZkNode).ImplementingType.Assembly.Location | Should -Be (Join-Path (Split-Path $ModulePath) bin ZkReactive.PowerShell.dll)
    }

    It 'serves another version in the same session when the first was removed, and says so when it was not' {
        $manifest = Copy-AsVersion (Join-Path $TestDrive beside) 0.0.8
        $other = Start-InRunspace {
            param($manifest)
            try { Import-Module $manifest -ErrorAction Stop } catch { "$_" }
            "$((Get-Module ZkReactive).Version -eq (Get-Command Get-ZkNode).Version)"
            Remove-Module ZkReactive
            Import-Module $manifest -ErrorAction Stop
            $null = Start-ZkServer -Port 0 | Connect-Zk
            "$((Get-Module ZkReactive).Version) $((Get-ZkNode /).Path) $((Get-Item zk:/).NodePath)"
            Remove-Module ZkReactive
            @(Get-Command *-ZkNode).Count
        } $manifest
        $null = $other.Shell.EndInvoke($other.Handle)
        $other.Output[0] | Should -BeLike 'ZkReactive 0.1.0 is imported in this session*Remove-Module ZkReactive*'
        $other.Output | Select-Object -Skip 1 | Should -Be True, '0.0.8 / /', 0
        $other.Shell.Dispose()
    }

    It 'lives beside modules that bring other versions of its libraries, imported <When>' -ForEach @(@{ When = 'before'; Order = 'libraries', 'ZkReactive' }, @{ When = 'after'; Order = 'ZkReactive', 'libraries' }) {
        # Another module's System.Reactive, SQLite and logging: the same names, other versions, none of the types.
        $folder = (New-Item (Join-Path $TestDrive $When) -ItemType Directory).FullName
        foreach ($name in 'System.Reactive', 'Microsoft.Data.Sqlite', 'SQLitePCLRaw.core', 'Microsoft.Extensions.Logging.Abstractions') {
            $assembly = [System.Reflection.Emit.PersistedAssemblyBuilder]::new([System.Reflection.AssemblyName]::new("$name, Version=99.1.0.0"), [object].Assembly)
            $type = $assembly.DefineDynamicModule($name).DefineType("Other$($name.Replace('.', '')).Info", 'Public')
            $type.DefineField('Answer', [int], 'Public, Static, Literal').SetConstant(42)
            $null = $type.CreateType()
            $assembly.Save((Join-Path $folder "$name.dll"))
        }
        Set-Content (Join-Path $folder libraries.psm1) 'Get-ChildItem $PSScriptRoot -Filter *.dll | ForEach-Object { Add-Type -Path $_.FullName }'
        $paths = @{ libraries = Join-Path $folder libraries.psm1; ZkReactive = $ModulePath }
        $script = @"
            `$ErrorActionPreference = 'Stop'
            Import-Module '$($paths[$Order[0]])', '$($paths[$Order[1]])'
            `$null = Start-ZkServer -Port 0 | Connect-Zk
            (Watch-ZkNode / -Count 1).Path
            `$null = New-ZkNode /app/business/config '{}' -CreateParents
            `$null = Start-ZkDeployAgent -Root '$folder/www' -Once -ErrorAction SilentlyContinue
            @(Get-ZkJournal '$folder/www/.zkreactive').Count -gt 0
            [OtherSystemReactive.Info]::Answer + [OtherMicrosoftDataSqlite.Info]::Answer
            ([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'System.Reactive' } | ForEach-Object { `$_.GetName().Version.Major } | Sort-Object) -join ' '
"@
        pwsh -NoProfile -NonInteractive -Command $script | Should -Be '/', 'True', '84', '6 99'
    }

    It 'keeps DataAsText and DataAsJson after it was removed and imported again' {
        $other = Start-InRunspace {
            param($path)
            Import-Module $path -Force
            Remove-Module ZkReactive
            Import-Module $path
            $null = Start-ZkServer -Port 0 | Connect-Zk
            (New-ZkNode /json '{"a":1}').DataAsJson.a
            Disconnect-Zk -All
            Stop-ZkServer -All
        } $ModulePath
        $null = $other.Shell.EndInvoke($other.Handle)
        $other.Output | Should -Be 1
        $other.Shell.Streams.Error | Should -BeNullOrEmpty
        $other.Shell.Dispose()
    }

    It 'loads nothing of its own into Get-Job, events or background work by being imported' {
        $other = Start-InRunspace { @(Get-Job).Count; @(Get-EventSubscriber -Force).Count }
        $null = $other.Shell.EndInvoke($other.Handle)
        $other.Output | Should -Be 0, 0
        $other.Shell.Dispose()
    }
}
