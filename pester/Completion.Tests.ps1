BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $server = Start-TestServer
    $null = New-ZkNode '/app/we ird'

    function Complete([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches | ForEach-Object CompletionText }

    # Completes while the server does not answer; a reply would be waited for much longer than this.
    function CompleteUnanswered([string] $Line) {
        $null = Complete $Line
        $server.Server.Faults.HoldReplies()
        try {
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $found = @(Complete $Line)
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
            $found.Count
        }
        finally { $server.Server.Faults.ReleaseReplies() }
    }
}
AfterAll { Set-Location $PSScriptRoot; Stop-TestServer }

Describe 'Tab completion' {
    AfterEach { Set-Location $PSScriptRoot }

    It 'completes <Line> with <Expected>' -ForEach @(
        @{ Line = 'Get-ZkNode /app/co'; Expected = '/app/config' }
        @{ Line = 'Get-ZkChildNode -Path /app/s'; Expected = '/app/servers' }
        @{ Line = 'Get-ZkNode -LiteralPath /app/servers/'; Expected = '/app/servers/web1', '/app/servers/web2' }
        @{ Line = 'Remove-ZkNode /app/we'; Expected = "'/app/we ird'" }
        @{ Line = "Get-ZkNode '/app/we"; Expected = "'/app/we ird'" }
        @{ Line = 'Get-ZkNode /app/none'; Expected = @() }
        @{ Line = 'Get-ZkNode /none/'; Expected = @() }
        @{ Line = 'Get-ZkNode "/app//x'; Expected = @() }
        @{ Line = 'Get-Item zk:/app/co'; Expected = 'zk:/app/config' }
        @{ Line = 'Get-Content zk:/app/servers/w'; Expected = 'zk:/app/servers/web1', 'zk:/app/servers/web2' }
        @{ Line = 'Set-Location zk:/app/we'; Expected = "'zk:/app/we ird'" }
        @{ Line = 'Get-Item zk:/none/'; Expected = @() }
        @{ Line = 'Disconnect-Zk Z'; Expected = 'Zk1' }
        @{ Line = 'Get-ZkNode / -Session Z'; Expected = 'Zk1' }
        @{ Line = 'Get-Content zk:/app/config -Encoding utf8B'; Expected = 'utf8BOM' }
    ) {
        # A busy machine may need more than one try: what takes too long is left out.
        if ($Expected) { Wait-Until { Complete $Line } $Line }
        @(Complete $Line) | Should -Be $Expected
    }

    It 'completes what is below the current location' {
        Set-Location zk:/app
        Complete 'Get-Content conf' | Should -Be ./config
    }

    It 'completes deploys, agents, policies and registered services' {
        $null = New-ZkNode /app/business/config/deploys/d-1 -CreateParents
        $null = New-ZkNode /app/business/config/deploys/d-2
        $null = New-ZkNode /app/business/config/agents/web1 -CreateParents
        Complete 'Get-ZkDeploy -DeployId d' | Should -Be d-2, d-1
        Complete 'Start-ZkDeployAgent -AgentId w' | Should -Be web1
        $files = New-TestPolicies (Join-Path $TestDrive policies)
        $null = Publish-ZkPolicy /Proxy $files.Acl1, $files.Agl1
        Complete 'Get-ZkPolicy /Proxy -Name A' | Should -Be Acl1, Agl1
        $null = Register-ZkService -Path /service/shop/web -Address 127.0.0.1 -Port 8080
        Complete 'Get-ZkServices /service/shop/' | Should -Be /service/shop/web
        @(Complete 'Unregister-ZkService /service/shop/web/').Count | Should -Be 1
    }

    It 'does not wait for a server that does not answer: <Line>' -ForEach @(
        @{ Line = 'Get-ZkNode /app/co' }
        @{ Line = 'Get-Item zk:/app/co' }
        @{ Line = 'Get-ZkDeploy -DeployId d' }
        @{ Line = 'Start-ZkDeployAgent -AgentId w' }
        @{ Line = 'Get-ZkPolicy /Proxy -Name A' }
    ) {
        CompleteUnanswered $Line | Should -Be 0
    }

    It 'is no error without a session' {
        $other = Start-InRunspace {
            foreach ($line in 'Get-ZkNode /a', 'Get-Item zk:/a', 'Get-ZkDeploy -DeployId d', 'Disconnect-Zk Z', 'Get-ZkPolicy /Proxy -Name A', 'Start-ZkDeployAgent -AgentId w') {
                (TabExpansion2 $line $line.Length).CompletionMatches.Count
            }
        }
        $null = $other.Shell.EndInvoke($other.Handle)
        $other.Output | Should -Be 0, 0, 0, 0, 0, 0
        $other.Shell.Streams.Error | Should -BeNullOrEmpty
        $other.Shell.Runspace.Dispose()
        $other.Shell.Dispose()
    }
}
