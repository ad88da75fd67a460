BeforeAll {
    if (-not (Get-Module ZkReactive)) { Import-Module ZkReactive }
    $runbook = Join-Path $PSScriptRoot Switch-Colour.ps1
    $shop = @{
        '/shop/colour' = 'blue'; '/shop/history' = ''
        '/shop/servers/green/web1' = 'up'; '/shop/servers/green/web2' = 'up'
    }
}

Describe 'Switch-Colour' {
    It 'switches, and writes down that it did' {
        Use-ZkTestServer -Tree $shop {
            & $runbook -To green | Should -Be 'Traffic goes to green.'
            '/shop/colour' | Should -HaveZkNode -Data green
            (Get-ZkChildNode /shop/history).DataAsJson.to | Should -Be green
        }
    }

    It 'changes nothing with -WhatIf' {
        Use-ZkTestServer -Tree $shop {
            & $runbook -To green -WhatIf
            '/shop/colour' | Should -HaveZkNode -Data blue
        }
    }

    It 'does not switch to a colour that too few servers have' {
        Use-ZkTestServer -Tree $shop {
            { & $runbook -To green -Least 3 -Timeout 0:0:0.3 } | Should -Throw -ErrorId 'ZkTimeout,*'
            '/shop/colour' | Should -HaveZkNode -Data blue
        }
    }

    It 'waits for servers that are about to come, and through a lost connection' {
        Use-ZkTestServer -Tree $shop {
            param($server)
            $job = Start-ThreadJob -ArgumentList (Get-Module ZkReactive).Path, $server.ConnectString {
                param($module, $connect)
                Import-Module $module
                $null = Connect-Zk $connect
                $null = New-ZkNode /shop/servers/green/web3 'up'
                Disconnect-Zk
            }
            $server.SetFault('DropConnections')
            & $runbook -To green -Least 3 -Timeout 0:1:0 | Should -Be 'Traffic goes to green.'
            { Test-ZkNode /shop/servers/green/web3 } | Should -Converge -Within 10s
            $job | Receive-Job -Wait -AutoRemoveJob
        }
    }
}
