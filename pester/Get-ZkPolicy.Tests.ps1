BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
    $files = New-TestPolicies (Join-Path $TestDrive policies)
    $null = Publish-ZkPolicy /Proxy $files.Acl1, $files.Agl1
}
AfterAll { Stop-TestServer }

Describe 'Get-ZkPolicy' {
    It 'shows every policy with where it leads' {
        $policies = Get-ZkPolicy /Proxy
        $policies.Name | Should -Be Acl1, Agl1
        $policies[0].Targets | Should -Be BL1, BL2, BL3
        $policies[0].Xml | Should -Be (Get-Content $files.Acl1 -Raw)
        $policies.IsSetValid | Should -Be $true, $true
        $policies.Count | Should -Be 2
    }

    It 'takes names and patterns' {
        (Get-ZkPolicy /Proxy A?l1).Count | Should -Be 2
        (Get-ZkPolicy /Proxy Agl1).Kind | Should -Be Agl
        Get-ZkPolicy /Proxy nosuch* | Should -BeNullOrEmpty
        Get-ZkPolicy /Proxy nosuch -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkPolicyUnknown,*'
        $problem[0].CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'gives nothing for a type without policies' { Get-ZkPolicy /nothing/here | Should -BeNullOrEmpty }

    It 'completes the names of the policies' {
        $line = 'Get-ZkPolicy /Proxy -Name a'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be Acl1, Agl1
    }

    It 'fits 80 columns' {
        $text = Get-ZkPolicy /Proxy | Format-AtEighty
        ($text -split "`n")[1] | Should -Match '^Name +Kind +Version +Count +Valid +Targets$'
    }

    It 'shows who refuses a bad set, and why' {
        $watch = Start-InRunspace { param($connect) $null = Connect-Zk $connect; Watch-ZkPolicy /Proxy -AgentId web1 -Count 3 -Timeout 60s } ([string](Get-ZkSession)[-1].ConnectString)
        Wait-Until { $watch.Output.Count -eq 1 } 'the first set'
        Get-ZkPolicy /Proxy -Rejection | Should -BeNullOrEmpty
        Set-ZkNode /Proxy/Acls/Acl1 '<acl'
        Wait-Until { Get-ZkPolicy /Proxy -Rejection } 'the rejection'
        $rejection = Get-ZkPolicy /Proxy -Rejection
        $rejection.Agent | Should -Be web1
        $rejection.Using | Should -Be $watch.Output[0].Fingerprint
        $rejection.Findings[0] | Should -Match '^Acl1\(1,5\)'
        (Get-ZkPolicy /Proxy).IsSetValid | Should -Be $false, $false
        $null = Publish-ZkPolicy /Proxy $files.Acl1
        $null = $watch.Shell.EndInvoke($watch.Handle)
        $watch.Output.Event | Should -Be Applied, Rejected, Applied
        $watch.Shell.Dispose()
    }
}
