BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    Import-BuiltModule
    $files = New-TestPolicies (Join-Path $TestDrive policies)
}

Describe 'Test-ZkPolicy' {
    It 'checks files without a server' {
        $test = Test-ZkPolicy (Join-Path $TestDrive policies *.xml)
        $test.IsValid | Should -BeTrue
        $test.Policies | Should -Be Acl1, Agl1
        $test.Attributes | Should -Be 'platform (String)', 'retries (Number)', 'vip (Boolean)'
        $test | Format-AtEighty | Should -Match 'IsValid +: True'
    }

    It 'tells errors with their places' {
        $bad = Join-Path $TestDrive bad.xml
        "<acl xmlns=`"urn:zkreactive:policy:1`" name=`"Acl2`">`n <route from=`"1`" to=`"2`" next=`"a`" when=`"id = 'x'`"/></acl>" | Set-Content $bad
        $test = Test-ZkPolicy $bad
        $test.IsValid | Should -BeFalse
        $test.Findings[0].ErrorId | Should -Be ZkPolicyWhenType
        $test.Findings[0].Line | Should -Be 2
        $test.Findings[0].Column | Should -Be 43
        $test.Findings | Format-AtEighty | Should -Match 'Error +Acl2 +2 +43'
        Test-ZkPolicy $bad -Id 1 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkPolicyRefused,*'
    }

    It 'names the file when a policy has no name' {
        $broken = Join-Path $TestDrive broken.xml
        '<acl' | Set-Content $broken
        (Test-ZkPolicy $broken).Findings[0].Policy | Should -Be broken.xml
    }

    It 'routes an id and explains' {
        $decisions = Get-Item $files.Acl1, $files.Agl1 | Test-ZkPolicy -Id 60000, 7 -Attribute @{ platform = 'ios'; retries = '2'; other = 1 }
        $decisions.Result | Should -Be BL2, queue, BL1, deliver-now
        $decisions.Agl | Should -Be $null, Agl1, $null, Agl1
        $decisions[0].Line | Should -Be 3
        $decisions[0].UnusedAttributes | Should -Be other
        $decisions[0].Steps[1].Outcome | Should -Be NotReached
        ($decisions | Format-AtEighty) -split "`n" | Select-Object -Index 1 | Should -Match '^ +Id +Decides +Result +Policy +Line +When$'
    }

    It 'says when a value has the wrong type' {
        Test-ZkPolicy $files.Acl1 -Id 60000 -Attribute @{ retries = 'many' } -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkInvalidArgument,*'
        "$($problem[0])" | Should -Match "'retries' must be a number"
    }

    It 'ships the schema' {
        Join-Path (Split-Path $ModulePath) ZkReactive.Policy.xsd | Should -Exist
    }
}

Describe 'Test-ZkPolicy -Type' {
    BeforeAll {
        $null = Connect-TestServer
        $null = Publish-ZkPolicy /Proxy $files.Acl1
    }
    AfterAll { Stop-TestServer }

    It 'tests what is published' {
        (Test-ZkPolicy -Type /Proxy).Policies | Should -Be Acl1
        (Test-ZkPolicy -Type /Proxy -Id 1).Result | Should -Be BL1
    }
}
