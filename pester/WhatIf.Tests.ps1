BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    Import-BuiltModule

    # How to ask each writer what it would do; a writer that is not here fails the test.
    $asked = @{
        'Add-ZkQueueItem'          = { Add-ZkQueueItem /queue work -WhatIf }
        'Disconnect-Zk'            = { Disconnect-Zk -All -WhatIf }
        'Enter-ZkLock'             = { Enter-ZkLock /locks/other -WhatIf }
        'Exit-ZkGroup'             = { $member | Exit-ZkGroup -WhatIf }
        'Exit-ZkLock'              = { $lock | Exit-ZkLock -WhatIf }
        'Export-ZkJournal'         = { Export-ZkJournal $state (Join-Path $folder out.jsonl) -WhatIf }
        'Import-ZkTree'            = { Export-ZkTree /app -WarningAction Ignore | Import-ZkTree /copy -WhatIf }
        'Install-ZkDeployHook'     = { Install-ZkDeployHook $repository.Folder -Branch main -RelativePath shop -Zkr /bin/true -WhatIf }
        'Invoke-ZkTransaction'     = { Invoke-ZkTransaction { New-ZkNode /tx; Remove-ZkNode /app/config } -WhatIf }
        'Join-ZkGroup'             = { Join-ZkGroup /groups/web web2 -WhatIf }
        'New-ZkDeployKey'          = { New-ZkDeployKey (Join-Path $folder key.pem) -WhatIf }
        'New-ZkEnsemble'           = { New-ZkEnsemble (Join-Path $folder ensemble) -BasePort 0 -WhatIf }
        'New-ZkName'               = { New-ZkName /names web1 -WhatIf }
        'New-ZkNode'               = { New-ZkNode /new -WhatIf }
        'Publish-ZkDeploy'         = { Publish-ZkDeploy -Url $repository.Url -CommitId $repository.Commits[1] -RelativePath shop -WhatIf }
        'Publish-ZkPolicy'         = { Publish-ZkPolicy /Proxy2 $policies.Acl1, $policies.Agl1 -WhatIf }
        'Receive-ZkNotification'   = { Receive-ZkNotification /tell -Count 1 -WhatIf }
        'Register-ZkService'       = { Register-ZkService /service/shop/other 10.0.0.5 80 -WhatIf }
        'Remove-ZkNode'            = { Remove-ZkNode /app -Recurse -WhatIf }
        'Remove-ZkPolicy'          = { Remove-ZkPolicy /Proxy Acl1 -WhatIf }
        'Resume-ZkDeploy'          = { Resume-ZkDeploy -WhatIf }
        'Send-ZkNotification'      = { Send-ZkNotification /tell hello -WhatIf }
        'Set-ZkAcl'                = { Set-ZkAcl /app world:anyone:r -Recurse -WhatIf }
        'Set-ZkNode'               = { Set-ZkNode /app/config x -WhatIf }
        'Start-ZkDeployAgent'      = { Start-ZkDeployAgent -Root (Join-Path $folder agent) -Once -WhatIf }
        'Start-ZkEnsemble'         = { $ensemble | Start-ZkEnsemble -WhatIf }
        'Start-ZkServer'           = { Start-ZkServer -Port 0 -WhatIf }
        'Step-ZkCounter'           = { Step-ZkCounter /counter -WhatIf }
        'Stop-ZkEnsemble'          = { $ensemble | Stop-ZkEnsemble -WhatIf }
        'Stop-ZkServer'            = { Stop-ZkServer -WhatIf }
        'Suspend-ZkDeploy'         = { Suspend-ZkDeploy -WhatIf }
        'Undo-ZkDeploy'            = { Undo-ZkDeploy -WhatIf }
        'Uninstall-ZkDeployHook'   = { Uninstall-ZkDeployHook $repository.Folder -WhatIf }
        'Unregister-ZkService'     = { $registration | Unregister-ZkService -WhatIf }
        'Use-ZkQueueItem'          = { Use-ZkQueueItem /queue { Set-ZkNode /app/config x } -WhatIf }
        'Use-ZkLeadership'         = { Use-ZkLeadership /elections/a { Set-ZkNode /app/config x } -WhatIf }
        'Use-ZkLock'               = { Use-ZkLock /locks/other { Set-ZkNode /app/config x } -WhatIf }
        'Watch-ZkPolicy'           = { Watch-ZkPolicy /Proxy -AgentId web1 -Count 1 -WhatIf }
    }
    $writers = Get-Command -Module ZkReactive -CommandType Cmdlet | Where-Object { $_.Parameters.ContainsKey('WhatIf') } |
        ForEach-Object { @{ Name = $_.Name; Ask = $asked[$_.Name] } }
}

BeforeAll {
    if (-not ('AnsweringHost' -as [type])) { Add-Type -Path (Join-Path $PSScriptRoot AnsweringHost.cs) }
    $hosting = [AnsweringHost]::new()
    $runspace = [runspacefactory]::CreateRunspace($hosting, [initialsessionstate]::CreateDefault2())
    $runspace.Open()

    # Runs a script in the runspace of that host; its variables stay.
    function Invoke-There([string] $Script) {
        $shell = [powershell]::Create($runspace)
        try {
            $shell.AddScript($Script).Invoke()
            "$($shell.Streams.Error)" | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
    }

    $runspace.SessionStateProxy.SetVariable('suite', $PSScriptRoot)
    $runspace.SessionStateProxy.SetVariable('folder', (New-Item (Join-Path $TestDrive ([guid]::NewGuid().ToString('n'))) -ItemType Directory).FullName)
    $null = Invoke-There {
        Import-Module (Join-Path $suite common.psm1)
        $server = Start-TestServer
        $repository = New-TestRepository (Join-Path $folder repository)
        $policies = New-TestPolicies (Join-Path $folder policies)
        $null = Publish-ZkPolicy /Proxy $policies.Acl1, $policies.Agl1
        $state = Join-Path $folder www .zkreactive
        foreach ($commit in $repository.Commits) {
            $null = Publish-ZkDeploy -Url $repository.Url -CommitId $commit -RelativePath shop
            $null = Start-ZkDeployAgent -Root (Join-Path $folder www) -Once -AllowScheme File
        }
        $registration = Register-ZkService /service/shop/web 10.0.0.5 80
        $ensemble = New-ZkEnsemble (Join-Path $folder three) -BasePort 0
        $lock = Enter-ZkLock /locks/mine
        $member = Join-ZkGroup /groups/web web1

        # The session that the agent left for its next run would end some time, and that is a transaction too.
        Get-ZkChildNode /app/business/config/agents | ForEach-Object { $null = $server.Server.Faults.ExpireSession($_.EphemeralOwner) }
        Wait-Until { $server.Sessions -eq @(Get-ZkSession).Count } 'the end of the sessions of agents'

        # Everything that a writer might touch: the tree, with the last transaction, the files, the servers.
        function Get-World {
            "zxid $($server.Server.Statistics.Zxid)"
            Export-ZkTree / -WarningAction Ignore
            Get-ZkChildNode / -Recurse | ForEach-Object { "$($_.Path) $($_.Stat)" }
            Get-ChildItem $folder -Recurse -File -Force | Where-Object FullName -notlike '*zkreactive*' | ForEach-Object { "$($_.FullName) $($_.Length) $($_.LastWriteTimeUtc.Ticks)" }
            Get-ZkSession | ForEach-Object { "$_ $($_.Status)" }
            "$($server.Port) $($server.Sessions)"
        }
    }
}

AfterAll {
    try { $null = Invoke-There { Get-Job | Remove-Job -Force; Stop-TestServer } }
    finally { $runspace.Dispose() }
}

Describe 'With -WhatIf' {
    BeforeEach { $hosting.Lines.Clear() }

    It '<Name> writes nothing, and says or shows what it would do' -ForEach $writers {
        $Ask | Should -Not -BeNullOrEmpty -Because "$Name is a writer and must be tried here"
        $before = Invoke-There Get-World
        $before[0] | Should -Match '^zxid 0x[1-9a-f]'
        $shown = @(Invoke-There $Ask)
        Invoke-There Get-World | Should -Be $before
        ("$($hosting.Lines)" -match 'What if: ' -or $shown.Count -gt 0) | Should -BeTrue
    }

    It 'a writer shows the node that would be' {
        (Invoke-There { Set-ZkNode /app/config 'colour=red' -PassThru -WhatIf }).DataAsText | Should -Be 'colour=red'
        (Invoke-There { New-ZkNode /new 'x' -WhatIf }).DataAsText | Should -Be x
        (Invoke-There { Set-ZkAcl /app world:anyone:r -PassThru -WhatIf }).AclVersion | Should -Be 1
    }

    It 'a transaction shows its plan, with versions' {
        $plan = Invoke-There { Invoke-ZkTransaction { Set-ZkNode /app/config x; New-ZkNode /tx; Remove-ZkNode /app/old/a } -WhatIf }
        $plan.Operation | Should -Be Set, Create, Delete
        $plan[0].Before, $plan[0].After | Should -Be 0, 1
        $plan.IsDone | Sort-Object -Unique | Should -BeFalse
    }
}

Describe 'With -Confirm' {
    BeforeEach { $hosting.Questions.Clear() }

    It '<Name> asks, and writes nothing when told No' -ForEach $writers {
        $before = Invoke-There Get-World
        $null = Invoke-There ("$Ask" -replace '-WhatIf', '-Confirm')
        $hosting.Questions | Should -Not -BeNullOrEmpty
        Invoke-There Get-World | Should -Be $before
    }
}
