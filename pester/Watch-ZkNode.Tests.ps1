BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
    $connect = (Get-ZkSession)[-1].ConnectString
}
AfterAll { Stop-TestServer }

Describe 'Watch-ZkNode' {
    It 'gives the present state first' {
        $first = Watch-ZkNode /app/config -Count 1
        $first.Cause | Should -Be Initial
        $first.Exists | Should -BeTrue
        $first.DataAsText | Should -Be 'colour=blue'
    }

    It 'says of an absent node that it is absent' {
        $first = Watch-ZkNode /missing -Count 1
        $first.Exists | Should -BeFalse
        $first.Version | Should -BeNullOrEmpty
    }

    It 'gives every change in order, and deletion, and goes on' {
        $null = New-ZkNode /watched 'v0'
        $watch = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Watch-ZkNode /watched -Count 4 -Timeout 60s } $connect
        Wait-Until { $watch.Output.Count -eq 1 } 'the first state'
        Set-ZkNode /watched 'v1'
        Wait-Until { $watch.Output.Count -eq 2 } 'the change'
        Remove-ZkNode /watched
        Wait-Until { $watch.Output.Count -eq 3 } 'the deletion'
        $null = New-ZkNode /watched 'again'
        $null = $watch.Shell.EndInvoke($watch.Handle)
        $watch.Output.Cause | Should -Be Initial, Change, Change, Change
        $watch.Output.Exists | Should -Be $true, $true, $false, $true
        $watch.Output[1].DataAsText | Should -Be v1
        $watch.Output[3].DataAsText | Should -Be again
        $watch.Shell.Dispose()
        Remove-ZkNode /watched
    }

    It 'gives children, and who came and went' {
        $watch = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Watch-ZkNode /app/servers -Children -Count 3 -Timeout 60s } $connect
        Wait-Until { $watch.Output.Count -eq 1 } 'the first state'
        $null = New-ZkNode /app/servers/web3
        Wait-Until { $watch.Output.Count -eq 2 } 'the new child'
        Remove-ZkNode /app/servers/web3
        $null = $watch.Shell.EndInvoke($watch.Handle)
        $watch.Output[0].Children | Should -Be web1, web2
        $watch.Output[1].Added | Should -Be web3
        $watch.Output[2].Removed | Should -Be web3
        $watch.Shell.Dispose()
    }

    It 'follows a tree: what came, changed and went' {
        $null = New-ZkNode /forest/a -CreateParents
        $watch = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Watch-ZkNode /forest -Tree -Depth 1 -Count 4 -Timeout 60s } $connect
        Wait-Until { $watch.Output.Count -eq 1 } 'the first state'
        $null = New-ZkNode /forest/b
        Wait-Until { $watch.Output.Count -eq 2 } 'the new node'
        $null = New-ZkNode /forest/b/too-deep
        Set-ZkNode /forest/a 'v1'
        Wait-Until { $watch.Output.Count -eq 3 } 'the change'
        Remove-ZkNode /forest/a
        $null = $watch.Shell.EndInvoke($watch.Handle)
        $watch.Output[0].Added | Should -Be /forest, /forest/a
        $watch.Output[0].NodeCount | Should -Be 2
        $watch.Output[1].Added | Should -Be /forest/b
        $watch.Output[2].Changed | Should -Be /forest/a
        $watch.Output[3].Removed | Should -Be /forest/a
        $watch.Shell.Dispose()
        Remove-ZkNode /forest -Recurse -Force
    }

    It 'watches a session, from the pipeline too' {
        (Watch-ZkNode -Session (Get-ZkSession)[-1] -Count 1).Status | Should -Be Connected
        (Get-ZkSession | Select-Object -Last 1 | Watch-ZkNode -Count 1).Session.Name | Should -Be (Get-ZkSession)[-1].Name
    }

    It 'watches several paths together' {
        ('/app', '/app/old' | Watch-ZkNode -Count 2).Path | Sort-Object | Should -Be /app, /app/old
    }

    It 'stops at once when it is stopped, and the session lives on' {
        $watch = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Watch-ZkNode /app/config } $connect
        Wait-Until { $watch.Output.Count -eq 1 } 'the first state'
        $time = [System.Diagnostics.Stopwatch]::StartNew()
        $watch.Shell.Stop()
        $time.Elapsed.TotalSeconds | Should -BeLessThan 5
        $watch.Shell.InvocationStateInfo.State | Should -Be Stopped
        $watch.Shell.Streams.Error | Should -BeNullOrEmpty
        $watch.Shell.Commands.Clear()
        $watch.Shell.AddScript('(Get-ZkSession).IsConnected').Invoke() | Should -BeTrue
        $watch.Shell.Dispose()
    }

    It 'stops when a later command has enough' {
        Watch-ZkNode /app/config | Select-Object -First 1 | Should -HaveCount 1
    }

    It 'ends quietly after -Timeout' {
        Watch-ZkNode /app/config -Timeout 200ms -ErrorVariable problem | Should -HaveCount 1
        $problem | Should -BeNullOrEmpty
    }

    It 'says so when -Timeout came before -Count' {
        Watch-ZkNode /app/config -Count 2 -Timeout 200ms -ErrorVariable problem -ErrorAction SilentlyContinue | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkTimeout,*'
        $problem[0].CategoryInfo.Category | Should -Be OperationTimeout
    }

    It 'gives what it says' {
        $types = (Get-Command Watch-ZkNode).OutputType.Name
        $types | Should -Contain (Watch-ZkNode / -Count 1).GetType().FullName
        $types | Should -Contain (Watch-ZkNode / -Children -Count 1).GetType().FullName
        $types | Should -Contain (Get-ZkSession | Select-Object -Last 1 | Watch-ZkNode -Count 1).GetType().FullName
    }

    It 'prints tables that fit 80 columns' {
        (Watch-ZkNode /app/config -Count 1 | Format-AtEighty).Trim("`n") | Should -Be @'
Cause   Exists Version Data                     Path
-----   ------ ------- ----                     ----
Initial True         0 colour=blue              /app/config
'@.ReplaceLineEndings("`n")
        (Watch-ZkNode /app/servers -Children -Count 1 | Format-AtEighty).Trim("`n") | Should -Be @'
Cause   Children Added                Removed              Path
-----   -------- -----                -------              ----
Initial        2 web1, web2                                /app/servers
'@.ReplaceLineEndings("`n")
    }
}
