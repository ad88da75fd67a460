BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
    $files = New-TestPolicies (Join-Path $TestDrive policies)
}
AfterAll { Stop-TestServer }

Describe 'Watch-ZkPolicy' {
    It 'gives the present set first, none included' {
        $first = Watch-ZkPolicy /Proxy -Count 1
        $first.Event | Should -Be Applied
        $first.Policies | Should -BeNullOrEmpty
    }

    It 'gives what is published, with the ids that move' {
        $null = Publish-ZkPolicy /Proxy $files.Acl1, $files.Agl1
        $update = Watch-ZkPolicy /Proxy -Count 1
        $update.Policies | Should -Be Acl1, Agl1
        $update.Route(1) | Should -Be BL1
        $update.Route(60000, @{ platform = 'ios'; retries = 1 }) | Should -Be BL2
        $update.Decide('Agl1', 1, @{ vip = $true }) | Should -Be deliver-now
        ($update | Format-AtEighty) -split "`n" | Select-Object -Index 1 | Should -Match '^Event +Zxid +Changes +Moves'
    }

    It 'begins with the set kept on disk, then goes on with what stands there' {
        $state = Join-Path $TestDrive state
        $null = Watch-ZkPolicy /Proxy -Count 1 -StateDirectory $state
        Set-ZkNode /Proxy/Acls/Acl1 '<acl'
        $updates = Watch-ZkPolicy /Proxy -Count 2 -StateDirectory $state
        $updates.Event | Should -Be Restored, Rejected
        $updates[1].Route(1) | Should -Be BL1
        $updates[1].Findings[0] | Should -Match '^Acl1\('
        Get-ZkPolicy /Proxy -Rejection | Should -BeNullOrEmpty
    }

    It 'fails when time is up before there is enough' {
        $null = Watch-ZkPolicy /nothing -Count 2 -Timeout 200ms -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkTimeout,*'
    }
}
