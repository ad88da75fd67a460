BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
    $connect = (Get-ZkSession)[-1].ConnectString
}
AfterAll { Stop-TestServer }

Describe 'Wait-ZkNode' {
    It 'gives a node that is there at once' {
        $state = Wait-ZkNode /app/config
        $state.DataAsText | Should -Be 'colour=blue'
        $state.GetType().FullName | Should -Be (Get-Command Wait-ZkNode).OutputType.Name[0]
    }

    It 'waits until a node comes, has data, has a version, and goes' {
        $wait = Start-InRunspace {
            param($connect)
            $null = Connect-Zk $connect
            Wait-ZkNode /waited -Timeout 60s
            Wait-ZkNode /waited 'right' -Timeout 60s
            Wait-ZkNode /waited -Version 3 -Timeout 60s
            Wait-ZkNode /waited -Absent -Timeout 60s
        } $connect
        $null = New-ZkNode /waited 'wrong'
        Wait-Until { $wait.Output.Count -ge 1 } 'the node'
        Set-ZkNode /waited 'right'
        Wait-Until { $wait.Output.Count -ge 2 } 'the data'
        Set-ZkNode /waited 'more'
        Set-ZkNode /waited 'even more'
        Wait-Until { $wait.Output.Count -ge 3 } 'the version'
        Remove-ZkNode /waited
        $null = $wait.Shell.EndInvoke($wait.Handle)
        $wait.Output.Exists | Should -Be $true, $true, $true, $false
        $wait.Shell.Streams.Error | Should -BeNullOrEmpty
        $wait.Shell.Dispose()
    }

    It 'asks a script, with the state as $_' {
        $least = 2
        (Wait-ZkNode /app/servers -Condition { $_.Stat.ChildCount -ge $least } -Timeout 30s).Path | Should -Be /app/servers
        $none = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Wait-ZkNode /grown -ChildCount 2 -Timeout 60s } $connect
        $null = New-ZkNode /grown/a -CreateParents
        $null = New-ZkNode /grown/b
        $null = $none.Shell.EndInvoke($none.Handle)
        $none.Output.Children | Should -Be a, b
        $none.Shell.Dispose()
        Remove-ZkNode /grown -Recurse -Force
        Wait-ZkNode /app -Condition { throw 'oops' } -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].Exception.Message | Should -Be oops
    }

    It 'waits for several together; one that fails leaves the others alone' {
        $found = '/none', '/app', '/app/config' | Wait-ZkNode -Timeout 300ms -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Path | Sort-Object | Should -Be /app, /app/config
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkTimeout,*'
        $problem[0].CategoryInfo.Category | Should -Be OperationTimeout
        $problem[0].TargetObject | Should -Be /none
        $problem[0].Exception.Message | Should -BeLike '*it is not there*'
    }

    It 'stops at once' {
        $wait = Start-InRunspace { param($connect) $null = Connect-Zk $connect; 'ready'; Wait-ZkNode /never } $connect
        Wait-Until { $wait.Output.Count -eq 1 } 'the connection'
        $time = [System.Diagnostics.Stopwatch]::StartNew()
        $wait.Shell.Stop()
        $time.Elapsed.TotalSeconds | Should -BeLessThan 5
        $wait.Shell.Dispose()
    }
}
