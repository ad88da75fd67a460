BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
    $connect = (Get-ZkSession)[-1].ConnectString
}
AfterAll { Stop-TestServer }

Describe 'Register-ZkEvent' {
    AfterEach {
        Get-EventSubscriber -Force | Where-Object SourceIdentifier -like 'zk-*' | Unregister-Event -Force
        Get-Event | Where-Object SourceIdentifier -like 'zk-*' | Remove-Event
    }

    It 'queues the present state and then each change, in order' {
        $null = New-ZkNode /event '0'
        Register-ZkEvent /event -SourceIdentifier zk-1 | Should -BeNullOrEmpty
        Wait-Until { @(Get-Event zk-1 -ErrorAction Ignore).Count -eq 1 } 'the first event'
        foreach ($i in 1..5) {
            Set-ZkNode /event "$i"
            Wait-Until { @(Get-Event zk-1).Count -eq $i + 1 } "event $i"
        }
        $events = Get-Event zk-1
        $events.SourceEventArgs.Change.DataAsText | Should -Be 0, 1, 2, 3, 4, 5
        $events[0].SourceEventArgs.Change.Cause | Should -Be Initial
        "$($events[0].Sender)" | Should -Be "$((Get-ZkSession)[-1])"
        Remove-ZkNode /event
    }

    It 'runs an action, with its data at hand' {
        $seen = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
        $job = Register-ZkEvent /app/servers -Children -SourceIdentifier zk-2 -MessageData $seen -Action { $Event.MessageData.Enqueue("$($EventArgs.Change.Children)") }
        $job.GetType().FullName | Should -Be (Get-Command Register-ZkEvent).OutputType.Name
        Wait-Until { $seen.Count -eq 1 } 'the first event'
        $null = New-ZkNode /app/servers/web9
        Wait-Until { $seen.Count -eq 2 } 'the change'
        Remove-ZkNode /app/servers/web9
        @($seen)[0..1] | Should -Be 'web1 web2', 'web1 web2 web9'
    }

    It 'follows trees and sessions too' {
        Register-ZkEvent /app -Tree -Depth 1 -SourceIdentifier zk-3
        (Wait-Event zk-3 -Timeout 30).SourceEventArgs.Change.NodeCount | Should -Be 4
        Get-ZkSession | Select-Object -Last 1 | Register-ZkEvent -SourceIdentifier zk-4
        (Wait-Event zk-4 -Timeout 30).SourceEventArgs.Change.Status | Should -Be Connected
    }

    It 'watches nothing any more after Unregister-Event' -Skip:([bool]$env:ZKREACTIVE_TEST_CONNECT) {
        $null = New-ZkNode /event 'a'
        Register-ZkEvent /event -SourceIdentifier zk-5
        $null = Wait-Event zk-5 -Timeout 30
        Unregister-Event zk-5
        Get-Event zk-5 -ErrorAction Ignore | Remove-Event
        Set-ZkNode /event 'b'
        $null = Watch-ZkNode /event -Count 1
        Get-Event zk-5 -ErrorAction Ignore | Should -BeNullOrEmpty
        Remove-ZkNode /event
    }

    It 'leaves no subscriber when the module is removed' {
        $other = Start-InRunspace {
            param($connect)
            $null = Connect-Zk $connect
            Register-ZkEvent /app -SourceIdentifier zk-6
            $null = Wait-Event zk-6 -Timeout 30
            @(Get-EventSubscriber).Count
            Remove-Module ZkReactive
            @(Get-EventSubscriber).Count
        } $connect
        $null = $other.Shell.EndInvoke($other.Handle)
        $other.Output | Should -Be 1, 0
        $other.Shell.Dispose()
    }
}
