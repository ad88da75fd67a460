BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
}
AfterAll { Stop-TestServer }

Describe 'Unregister-ZkService' {
    BeforeEach { 1..3 | ForEach-Object { $null = Register-ZkService /service/shop/web 10.0.0.5 (8000 + $_) -Id "w$_" } }
    AfterEach { Unregister-ZkService -All }

    It 'takes out one instance' {
        Unregister-ZkService /service/shop/web/w2
        (Get-ZkChildNode /service/shop/web).Name | Should -Be w1, w3
    }

    It 'takes out all of a service' {
        Unregister-ZkService /service/shop/web
        Get-ZkChildNode /service/shop/web | Should -BeNullOrEmpty
    }

    It 'takes out nothing with -WhatIf' {
        Unregister-ZkService -All -WhatIf
        Get-ZkChildNode /service/shop/web | Should -HaveCount 3
    }

    It 'says so when there is no such registration' {
        Unregister-ZkService /service/nobody -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkServiceRegistrationUnknown,*'
        $problem[0].CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'completes what is registered' {
        (TabExpansion2 'Unregister-ZkService /service/shop/web/w').CompletionMatches.CompletionText | Should -Be /service/shop/web/w1, /service/shop/web/w2, /service/shop/web/w3
    }
}
