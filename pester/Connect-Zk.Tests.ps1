BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    Import-BuiltModule
    $server = Start-ZkServer -Port 0
}
AfterAll { Stop-TestServer }

Describe 'Connect-Zk' {
    AfterEach { Disconnect-Zk -All }

    It 'takes a server from the pipeline and gives a connected session' {
        $session = $server | Connect-Zk
        $session | Should -HaveCount 1
        $session.ConnectString | Should -Be $server.ConnectString
        $session.IsConnected | Should -BeTrue
        $session.Status | Should -Be Connected
        $session.Id.Value | Should -Not -Be 0
    }

    It 'takes the connect string from the environment' {
        $env:ZKREACTIVE_CONNECT = $server.ConnectString
        try { (Connect-Zk).ConnectString | Should -Be $server.ConnectString }
        finally { $env:ZKREACTIVE_CONNECT = $null }
    }

    It 'names sessions one after the other, or as told' {
        $first = Connect-Zk $server.ConnectString
        $second = Connect-Zk $server.ConnectString -Name prod
        $first.Name | Should -Match '^Zk\d+$'
        $second.Name | Should -Be prod
        "$second" | Should -Be prod
    }

    It 'refuses a name that is in use' {
        $null = Connect-Zk $server.ConnectString -Name prod
        { Connect-Zk $server.ConnectString -Name PROD } | Should -Throw -ErrorId 'ZkSessionNameTaken,*'
    }

    It 'lives below the chroot' {
        $null = Connect-Zk $server.ConnectString
        $null = New-ZkNode /below/x -CreateParents
        $null = Connect-Zk "$($server.ConnectString)/below"
        Test-ZkNode /x | Should -BeTrue
    }

    It 'authenticates with the credential' {
        $credential = [pscredential]::new('ann', (ConvertTo-SecureString secret -AsPlainText -Force))
        (Connect-Zk $server.ConnectString -Credential $credential).IsConnected | Should -BeTrue
    }

    It 'takes durations as seconds and with units' {
        (Connect-Zk $server.ConnectString -SessionTimeout 8 -Timeout 5s).Timeout | Should -Be ([timespan]'00:00:08')
    }

    It 'fails with the reason of each server when none answers' {
        $null = Connect-Zk 127.0.0.1:1 -Timeout 1 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkConnectFailed,*'
        $problem[0].CategoryInfo.Category | Should -Be ConnectionError
        $problem[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-ZkSession | Should -BeNullOrEmpty
    }

    It 'gives a session at once with -NoWait, whether a server answers or not' {
        $away = Connect-Zk 127.0.0.1:1 -NoWait
        $away.IsConnected | Should -BeFalse
        (Get-ZkSession).Name | Should -Be $away.Name
        $there = Connect-Zk $server.ConnectString -NoWait
        Test-ZkNode / -Session $there | Should -BeTrue
        $there.IsConnected | Should -BeTrue
    }

    It 'takes several servers without quotes' {
        $there = $server.ConnectString
        (Connect-Zk $there,127.0.0.1:1).IsConnected | Should -BeTrue
        Get-ZkServerStatus $there,127.0.0.1:1 | Should -HaveCount 2
    }

    It 'refuses a connect string it cannot read' {
        $null = Connect-Zk 'a:99999' -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].CategoryInfo.Category | Should -Be InvalidArgument
    }

    Context 'with SASL' {
        BeforeAll {
            function New-Credential($User, $Password) { [pscredential]::new($User, (ConvertTo-SecureString $Password -AsPlainText -Force)) }
            $guarded = Start-ZkServer -Port 0 -Credential (New-Credential ann secret), (New-Credential bob hidden)
        }

        It 'is the user that ACLs name, and nobody else' {
            $null = $guarded | Connect-Zk -Name ann -Credential (New-Credential ann secret) -AuthScheme Sasl
            $null = $guarded | Connect-Zk -Name bob -Credential (New-Credential bob hidden) -AuthScheme sasl
            $null = New-ZkNode /mine -Value hers -Acl sasl:ann:cdrwa -Session ann
            (Get-ZkNode /mine -Session ann).DataAsText | Should -Be hers
            { Get-ZkNode /mine -Session bob -ErrorAction Stop } | Should -Throw -ErrorId 'ZkNoAuth,*'
        }

        It 'is an error at once for a wrong password' {
            $null = $guarded | Connect-Zk -Credential (New-Credential ann guessed) -AuthScheme Sasl -ErrorVariable problem -ErrorAction SilentlyContinue
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkAuthFailed,*'
            $problem[0].CategoryInfo.Category | Should -Be AuthenticationError
            "$($problem[0])" | Should -BeLike "*refused*'sasl'*"
        }

        It 'says so when the server has no users' {
            $null = $server | Connect-Zk -Credential (New-Credential ann secret) -AuthScheme Sasl -ErrorVariable problem -ErrorAction SilentlyContinue
            "$($problem[0])" | Should -BeLike '*not set up for SASL*'
        }

        It 'wants a credential with the scheme' {
            { $guarded | Connect-Zk -AuthScheme Sasl } | Should -Throw -ErrorId 'ZkCredentialMissing,*'
        }
    }
}
