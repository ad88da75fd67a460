BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    Import-BuiltModule

    function Test-Port([int] $Port) {
        $client = [System.Net.Sockets.TcpClient]::new()
        try { $client.Connect('127.0.0.1', $Port); $true } catch { $false } finally { $client.Dispose() }
    }
}

Describe 'Stop-ZkServer' {
    AfterEach { Stop-ZkServer -All }

    It 'stops the last, the given, or all' {
        $one, $two, $three, $four = 1..4 | ForEach-Object { Start-ZkServer -Port 0 }
        Stop-ZkServer
        Test-Port $four.Port | Should -BeFalse
        $one | Stop-ZkServer
        Test-Port $one.Port | Should -BeFalse
        Test-Port $two.Port | Should -BeTrue
        Stop-ZkServer -All
        Test-Port $two.Port | Should -BeFalse
        Test-Port $three.Port | Should -BeFalse
    }

    It 'stops nothing with -WhatIf' {
        $server = Start-ZkServer -Port 0
        Stop-ZkServer -WhatIf
        Test-Port $server.Port | Should -BeTrue
    }

    It 'does nothing when there is none' {
        Stop-ZkServer -ErrorAction Stop
    }
}
