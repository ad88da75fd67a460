BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
    $connect = (Get-ZkSession)[-1].ConnectString
    $null = Register-ZkService /service/shop/web 10.0.0.5 8001 -Id w1
}
AfterAll {
    Unregister-ZkService -All
    Stop-TestServer
}

Describe 'Watch-ZkService' {
    It 'gives who is there, then who joins and leaves' {
        $watch = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Watch-ZkService /service/shop/web -Count 3 -Timeout 60s } $connect
        Wait-Until { $watch.Output.Count -eq 1 } 'the first list'
        $null = Register-ZkService /service/shop/web 10.0.0.5 8002 -Id w2
        Wait-Until { $watch.Output.Count -eq 2 } 'the newcomer'
        Unregister-ZkService /service/shop/web/w2
        $null = $watch.Shell.EndInvoke($watch.Handle)
        $watch.Output.Cause | Should -Be Initial, Change, Change
        $watch.Output[0].Joined.Id | Should -Be w1
        $watch.Output[1].Joined.EndPoint | Should -Be 10.0.0.5:8002
        $watch.Output[2].Left.Id | Should -Be w2
        $watch.Shell.Dispose()
    }

    It 'watches what is not there yet' {
        $first = Watch-ZkService /service/nobody -Count 1
        $first.Exists, $first.Count | Should -Be $false, 0
        (Get-Command Watch-ZkService).OutputType.Name | Should -Contain $first.GetType().FullName
    }

    It 'prints a table that fits 80 columns' {
        (Watch-ZkService /service/shop/web -Count 1 | Format-AtEighty).Trim("`n") | Should -Be @'
Cause   Count Joined          Changed         Left            Path
-----   ----- ------          -------         ----            ----
Initial     1 10.0.0.5:8001                                   /service/shop/web
'@.ReplaceLineEndings("`n")
    }
}
