BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
    $connect = (Get-ZkSession).ConnectString
}
AfterAll { Stop-TestServer }

Describe 'Invoke-ZkTransaction' {
    BeforeEach { $null = New-ZkNode /tx/a 'one' -CreateParents }
    AfterEach { Remove-ZkNode /tx -Recurse -Force }

    It 'does all of it' {
        $steps = Invoke-ZkTransaction {
            New-ZkNode /tx/b 'two'
            Set-ZkNode /tx/a 'changed' -Version 0
            Test-ZkNode /tx -Version 0
            New-ZkNode /tx/c
            Remove-ZkNode /tx/c
        }
        $steps.Operation | Should -Be Create, Set, Check, Create, Delete
        $steps.IsDone | Should -Not -Contain $false
        $steps[1].After | Should -Be 1
        (Get-ZkNode /tx/a).DataAsText | Should -Be changed
        Test-ZkNode /tx/b, /tx/c | Should -Be $true, $false
    }

    It 'does nothing when one operation fails, and says which' {
        Invoke-ZkTransaction { New-ZkNode /tx/b; Set-ZkNode /tx/a 'x' -Version 7 } -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkMultiFailed,*'
        $problem[0].Exception.Message | Should -BeLike '*operation 2 of 2*/tx/a*'
        Test-ZkNode /tx/b | Should -BeFalse
    }

    It 'shows the plan with versions with -WhatIf, and writes nothing' {
        $plan = Invoke-ZkTransaction -WhatIf {
            New-ZkNode /tx/b 'two'
            Set-ZkNode /tx/b 'more'
            Set-ZkNode /tx/a 'x' -Version 3
            Remove-ZkNode /tx
            New-ZkNode /none/x
        }
        $plan.IsDone | Should -Not -Contain $true
        $plan[0].After | Should -Be 0
        ($plan[1].Before, $plan[1].After) | Should -Be 0, 1
        $plan[2].Expected | Should -Be 3
        $plan[2].Problem | Should -Be 'it has version 0, not 3'
        $plan[3].Problem | Should -Be 'it has 2 children'
        $plan[4].Problem | Should -Be 'its parent /none is not there'
        Test-ZkNode /tx/b | Should -BeFalse
        (Get-ZkNode /tx/a).Version | Should -Be 0
    }

    It 'writes nothing when the script fails' {
        { Invoke-ZkTransaction { New-ZkNode /tx/b; throw 'no' } } | Should -Throw no
        { Invoke-ZkTransaction { New-ZkNode /tx/b; Get-ZkNode /none -ErrorAction SilentlyContinue } } | Should -Not -Throw
        Test-ZkNode /tx/b | Should -BeTrue
        { Invoke-ZkTransaction { New-ZkNode /tx/c; Get-ZkNode /none -ErrorAction Continue } -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'ZkTransactionScript,*'
        Test-ZkNode /tx/c | Should -BeFalse
        New-ZkNode /tx/d | Should -Not -BeNullOrEmpty -Because 'the transaction is over'
    }

    It 'writes nothing when it is stopped' {
        # More than once: the engine may stop the script before or after it tells the cmdlet.
        foreach ($round in 1..5) {
            $run = Start-InRunspace {
                param($connect)
                $null = Connect-Zk $connect
                Invoke-ZkTransaction { $null = New-ZkNode /tx/stopped; 'begun'; Start-Sleep 600 }
            } $connect
            Wait-Until { $run.Output.Count -eq 1 } 'the script'
            $run.Shell.Stop()
            $run.Shell.Dispose()
        }
        Test-ZkNode /tx/stopped | Should -BeFalse
    }

    It 'refuses what takes more than one request: <_>' -ForEach { New-ZkNode /tx/x/y -CreateParents }, { Set-ZkNode /tx/x 1 -Create }, { Remove-ZkNode /tx -Recurse -Force }, { New-ZkNode /tx/x -Ttl 1m } {
        $script = $_
        { Invoke-ZkTransaction $script } | Should -Throw -ErrorId 'ZkNotInTransaction,*'
        Test-ZkNode /tx/a | Should -BeTrue
    }

    It 'gathers from functions and loops, and gives the numbers of sequential nodes' {
        function Add-Item($n) { New-ZkNode "/tx/item-" $n -Sequential }
        $steps = Invoke-ZkTransaction { 1..3 | ForEach-Object { Add-Item $_ } }
        $steps.Path | Should -HaveCount 3
        $steps[0].Path | Should -Match '^/tx/item-\d{10}$'
    }

    It 'does nothing without operations' { Invoke-ZkTransaction { 'nothing to do' } | Should -Be 'nothing to do' }

    It 'gives what it says, at 80 columns' {
        $steps = Invoke-ZkTransaction { Set-ZkNode /tx/a 'xyz' -Version 0 } -WhatIf
        $steps.GetType().FullName | Should -Be (Get-Command Invoke-ZkTransaction).OutputType.Name
        ($steps | Format-AtEighty).Trim("`n") | Should -Be @'
Step Operation Expected Before After   Bytes Path
---- --------- -------- ------ -----   ----- ----
   1 Set              0      0     1       3 /tx/a
'@.ReplaceLineEndings("`n")
    }
}
